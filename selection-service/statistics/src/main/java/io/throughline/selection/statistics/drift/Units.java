package io.throughline.selection.statistics.drift;

/** Counts units over bins. */
final class Units {
  private Units() {}

  static long of(long[] counts) {
    long n = 0;
    for (long count : counts) {
      n = Math.addExact(n, count);
    }
    return n;
  }
}
