package io.throughline.local.bench;

import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * How long calls took, one after the other.
 *
 * @param millis in milliseconds, ascending
 */
record Latencies(double[] millis) {
  private static final double NANOS = 1e6;

  /** Calls some times without measuring, so that it runs compiled, and then as often as told. */
  static Latencies of(int warm, int count, Callable<?> call) throws Exception {
    for (int i = 0; i < warm; i++) {
      call.call();
    }
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      call.call();
      millis[i] = (System.nanoTime() - start) / NANOS;
    }
    Arrays.sort(millis);
    return new Latencies(millis);
  }

  double p50() {
    return quantile(0.5);
  }

  double p99() {
    return quantile(0.99);
  }

  private double quantile(double share) {
    return millis[(int) Math.ceil(share * millis.length) - 1];
  }

  /** Equality is by what was measured. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Latencies that && Arrays.equals(millis, that.millis);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(millis);
  }

  @Override
  public String toString() {
    return "Latencies[p50 %.2f ms, p99 %.2f ms]".formatted(p50(), p99());
  }
}
