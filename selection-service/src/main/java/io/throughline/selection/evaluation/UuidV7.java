package io.throughline.selection.evaluation;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** UUIDs that rise with time (RFC 9562, version 7). */
public final class UuidV7 {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long VERSION = 7L << 12;
  private static final long VARIANT = 2L << 62;

  private UuidV7() {}

  /** One whose time is the given one. */
  public static UUID at(Instant time) {
    long random = RANDOM.nextLong();
    return new UUID(
        (time.toEpochMilli() << 16) | VERSION | (RANDOM.nextLong() & 0xFFF),
        (random >>> 2) | VARIANT);
  }

  /** The first of a millisecond. */
  static UUID first(Instant time) {
    return new UUID((time.toEpochMilli() << 16) | VERSION, VARIANT);
  }
}
