package io.throughline.local.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshTokensTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir Path data;

  @Test
  void signsSoThatThePublicKeyVerifies() throws Exception {
    // Given
    MeshTokens tokens = tokens();
    // When
    tokens.renew(CLOCK);
    // Then
    String[] parts = Files.readString(tokens.file("local")).split("\\.");
    Signature signature = Signature.getInstance("SHA256withRSA");
    String pem =
        Files.readString(tokens.keys().publicKeyFile()).replaceAll("-----[A-Z ]+-----", "");
    signature.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem))));
    signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void letsThePersonDoEverythingInTheDefaultTenantAndServicesOnlyTheirPart() throws Exception {
    // Given
    MeshTokens tokens = tokens();
    // When
    tokens.renew(CLOCK);
    // Then
    assertThat(claims(tokens, "local"))
        .isEqualTo(
            "{\"iss\":\"throughline-local\",\"sub\":\"local\",\"iat\":1772323200,"
                + "\"exp\":1774915200,\"groups\":[\"emit\",\"read\",\"decide\",\"administer\"]}");
    assertThat(claims(tokens, "lineage-service"))
        .contains("\"groups\":[\"read\",\"emit\"],\"tenant\":\"*\"");
    assertThat(claims(tokens, "selection-service"))
        .contains("\"groups\":[\"read\",\"emit\",\"decide\"],\"tenant\":\"*\"");
  }

  @Test
  void keepsKeysAndTokensFromOtherUsers() throws Exception {
    // When
    MeshTokens tokens = tokens();
    tokens.renew(CLOCK);
    // Then
    assertThat(permissions(data.resolve("keys"))).isEqualTo("rwx------");
    assertThat(permissions(data.resolve("keys/private.pem"))).isEqualTo("rw-------");
    assertThat(permissions(data.resolve("tokens"))).isEqualTo("rwx------");
    assertThat(permissions(tokens.file("local"))).isEqualTo("rw-------");
  }

  @Test
  void keepsTheKeysOverARestart() throws Exception {
    // Given
    byte[] first = tokens().keys().privateKey().getEncoded();
    // When, Then
    assertThat(tokens().keys().privateKey().getEncoded()).isEqualTo(first);
  }

  @Test
  void saysWhatToDoAboutABrokenKey() throws Exception {
    // Given
    tokens();
    Files.writeString(data.resolve("keys/private.pem"), "broken");
    // When, Then
    assertThatThrownBy(this::tokens)
        .hasMessageContaining("private.pem")
        .hasMessageContaining("Delete");
  }

  private MeshTokens tokens() {
    return new MeshTokens(data.resolve("tokens"), MeshKeys.in(data.resolve("keys")));
  }

  private static String claims(MeshTokens tokens, String subject) throws Exception {
    String token = Files.readString(tokens.file(subject));
    return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8);
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
