package io.throughline.selection.statistics.drift;

import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.Arrays;

/** Checks and shares of binned data. */
final class Histogram {
  private Histogram() {}

  /**
   * The shares of counts, each count raised by the smoothing; NOT_COMPUTABLE where nothing was
   * counted.
   */
  static Result<double[]> shares(long[] counts, double smoothing) {
    double total = 0;
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException("A bin counts " + count);
      }
      total += count;
    }
    if (total == 0) {
      return Result.notComputable(Reason.EMPTY, "The reference or the current data hold no unit");
    }
    double sum = total + smoothing * counts.length;
    return Result.computed(
        Arrays.stream(counts).mapToDouble(count -> (count + smoothing) / sum).toArray());
  }

  /** Refuses what is no distribution. */
  static void check(double[] shares) {
    double total = 0;
    for (double share : shares) {
      if (!(share >= 0)) {
        throw new IllegalArgumentException("A share is " + share);
      }
      total += share;
    }
    if (!(Math.abs(total - 1) < 1e-6)) {
      throw new IllegalArgumentException("Shares add up to " + total + ", but must to 1");
    }
  }
}
