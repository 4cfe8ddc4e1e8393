package io.throughline.client;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Ids that sort by the time of their making (RFC 9562, section 5.7). */
public final class UuidV7 {

  private static final SecureRandom RANDOM = new SecureRandom();

  private UuidV7() {}

  /** A fresh id: 48 bits of milliseconds, then random bits. */
  public static UUID next() {
    long milliseconds = Instant.now().toEpochMilli();
    long high = milliseconds << 16 | 0x7000 | RANDOM.nextInt(0x1000);
    long low = RANDOM.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
