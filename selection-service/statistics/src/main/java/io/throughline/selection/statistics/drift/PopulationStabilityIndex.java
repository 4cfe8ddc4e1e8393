package io.throughline.selection.statistics.drift;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;

/**
 * The population stability index Σ (c - r) ln(c/r) (Siddiqi 2006, "Credit risk scorecards"; a
 * symmetrised Kullback-Leibler divergence, Jeffreys 1946). Its rule of thumb, below 0.1 and above
 * 0.25, is no significance level.
 */
public final class PopulationStabilityIndex {

  /**
   * Added to every bin's count, so that an empty bin gives no infinity (Krichevsky and Trofimov
   * 1981).
   */
  public static final double SMOOTHING = 0.5;

  private PopulationStabilityIndex() {}

  /** The index of counts in the same bins, each raised by {@link #SMOOTHING}. */
  public static Result<Distance> ofCounts(long[] reference, long[] current) {
    return ofCounts(reference, current, SMOOTHING);
  }

  /** The index with another smoothing; with 0 an empty bin is NOT_COMPUTABLE. */
  public static Result<Distance> ofCounts(long[] reference, long[] current, double smoothing) {
    Levels.sameLength(reference.length, current.length, "current");
    return Histogram.shares(reference, smoothing)
        .flatMap(
            r ->
                Histogram.shares(current, smoothing)
                    .flatMap(c -> index(r, c, Units.of(reference), Units.of(current))));
  }

  /** The index of shares, unsmoothed; NOT_COMPUTABLE where a bin is empty on one side only. */
  public static Result<Distance> ofShares(double[] reference, double[] current) {
    Levels.sameLength(reference.length, current.length, "current");
    Histogram.check(reference);
    Histogram.check(current);
    return index(reference, current, 0, 0);
  }

  private static Result<Distance> index(double[] r, double[] c, long nReference, long nCurrent) {
    double sum = 0;
    for (int i = 0; i < r.length; i++) {
      if ((r[i] == 0) != (c[i] == 0)) {
        return Result.notComputable(
            Reason.ZERO_DENOMINATOR, "Bin " + i + " is empty on one side: the index is infinite");
      }
      sum += r[i] == 0 ? 0 : (c[i] - r[i]) * Math.log(c[i] / r[i]);
    }
    return Result.computed(
        new Distance(Math.max(0, sum), Method.POPULATION_STABILITY_INDEX, nReference, nCurrent));
  }
}
