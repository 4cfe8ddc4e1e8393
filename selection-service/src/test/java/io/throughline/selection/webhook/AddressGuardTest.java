package io.throughline.selection.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private static final List<String> HOSTS =
      List.of("hooks.example.org", "localhost", "10.0.0.1", "[::1]", "127.1", "2130706433");
  private static final AddressGuard GUARD = new AddressGuard(Optional.of(HOSTS), false, false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "0.0.0.0",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:db8::1",
      })
  void knowsWhatIsNotPublic(String address) throws UnknownHostException {
    assertThat(Networks.isInside(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "64:ff9b::808:808"
      })
  void knowsWhatIsPublic(String address) throws UnknownHostException {
    assertThat(Networks.isInside(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://hooks.example.org/x, https",
    "ftp://hooks.example.org/x, https",
    "file:///etc/passwd, no URL",
    "https://evil.example.org/x, allow",
    "https://hooks.example.org.evil.org/x, allow",
    "https://hooks.example.org@evil.org/x, neither",
    "https://user@hooks.example.org/x, neither",
    "https://hooks.example.org/x#y, neither",
    "not a url, no URL",
    "https:///x, no URL",
  })
  void refusesByTheText(String url, String word) {
    assertThat(GUARD.fault(url)).hasValueSatisfying(fault -> assertThat(fault).contains(word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/x"
      })
  void refusesAListedNameThatLeadsInside(String url) {
    assertThatThrownBy(() -> GUARD.resolve(url)).isInstanceOf(RefusedException.class);
  }

  @Test
  void allowsNothingWhereNothingIsListed() {
    AddressGuard nothing = new AddressGuard(Optional.empty(), true, true);

    assertThat(nothing.fault("https://hooks.example.org/x")).isPresent();
    assertThat(GUARD.fault("https://HOOKS.example.org/x?y=1")).isEmpty();
  }

  @Test
  void signsAsStandardWebhooksDo() {
    byte[] secret = new byte[] {1, 2, 3};

    assertThat(Signature.of(secret, "id", 1700000000, "{}"))
        .startsWith("v1,")
        .isEqualTo(Signature.of(secret, "id", 1700000000, "{}"))
        .isNotEqualTo(Signature.of(secret, "id", 1700000001, "{}"))
        .isNotEqualTo(Signature.of(secret, "id2", 1700000000, "{}"))
        .isNotEqualTo(Signature.of(new byte[] {1, 2, 4}, "id", 1700000000, "{}"));
  }
}
