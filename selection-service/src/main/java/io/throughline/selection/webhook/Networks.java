package io.throughline.selection.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses do not belong to the public network: loopback, private, link-local (where clouds
 * keep their metadata), shared, documentation, multicast and reserved ones (RFC 6890), and those of
 * IPv6 that hold such an address of IPv4.
 */
final class Networks {

  private record Network(byte[] prefix, int bits) {

    boolean holds(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Network> INSIDE =
      List.of(
          of("0.0.0.0", 8),
          of("10.0.0.0", 8),
          of("100.64.0.0", 10),
          of("127.0.0.0", 8),
          of("169.254.0.0", 16),
          of("172.16.0.0", 12),
          of("192.0.0.0", 24),
          of("192.0.2.0", 24),
          of("192.168.0.0", 16),
          of("198.18.0.0", 15),
          of("198.51.100.0", 24),
          of("203.0.113.0", 24),
          of("224.0.0.0", 3),
          of("::", 96),
          of("100::", 64),
          of("2001::", 23),
          of("2001:db8::", 32),
          of("fc00::", 7),
          of("fe80::", 9),
          of("ff00::", 8));

  /** Networks of IPv6 that hold an address of IPv4, and where in the address it begins. */
  private static final Network TRANSLATED = of("64:ff9b::", 96);

  private static final Network SIX_TO_FOUR = of("2002::", 16);

  private Networks() {}

  static boolean isInside(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (INSIDE.stream().anyMatch(network -> network.holds(bytes))) {
      return true;
    }
    if (address instanceof Inet4Address) {
      return false;
    }
    return (TRANSLATED.holds(bytes) && isInside(four(bytes, 12)))
        || (SIX_TO_FOUR.holds(bytes) && isInside(four(bytes, 2)));
  }

  private static InetAddress four(byte[] six, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(six, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Network of(String prefix, int bits) {
    try {
      return new Network(InetAddress.getByName(prefix).getAddress(), bits);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
