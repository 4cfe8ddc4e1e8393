package io.throughline.load.workload;

import java.util.SplittableRandom;

/** Random numbers that follow from a place in a load, whoever asks and however often. */
final class Seeds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  static SplittableRandom of(long seed, int producer, long number) {
    return new SplittableRandom((seed * GOLDEN + producer) * GOLDEN + number);
  }
}
