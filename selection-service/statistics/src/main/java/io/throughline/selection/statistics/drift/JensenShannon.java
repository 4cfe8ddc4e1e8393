package io.throughline.selection.statistics.drift;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Result;

/**
 * The Jensen-Shannon distance, the square root of the mean Kullback-Leibler divergence to the
 * common mixture (Lin 1991, "Divergence measures based on the Shannon entropy"; a metric by Endres
 * and Schindelin 2003). Empty bins are no trouble.
 */
public final class JensenShannon {
  private JensenShannon() {}

  /** The distance of counts in the same bins, in base 2: between 0 and 1. */
  public static Result<Distance> ofCounts(long[] reference, long[] current) {
    Levels.sameLength(reference.length, current.length, "current");
    return Histogram.shares(reference, 0)
        .flatMap(
            r ->
                Histogram.shares(current, 0)
                    .map(c -> distance(r, c, 2, Units.of(reference), Units.of(current))));
  }

  /** The distance of shares in this base of the logarithm. */
  public static Result<Distance> ofShares(double[] reference, double[] current, double base) {
    Levels.sameLength(reference.length, current.length, "current");
    Histogram.check(reference);
    Histogram.check(current);
    return Result.computed(distance(reference, current, base, 0, 0));
  }

  private static Distance distance(
      double[] r, double[] c, double base, long nReference, long nCurrent) {
    double sum = 0;
    for (int i = 0; i < r.length; i++) {
      double mixture = (r[i] + c[i]) / 2;
      sum += term(r[i], mixture) + term(c[i], mixture);
    }
    double divergence = Math.max(0, sum / 2 / Math.log(base));
    return new Distance(Math.sqrt(divergence), Method.JENSEN_SHANNON, nReference, nCurrent);
  }

  /**
   * p ln(p/m) - p + m, whose sum is the divergence and each of whose terms is small where p is
   * close to m.
   */
  private static double term(double p, double mixture) {
    if (p == 0) {
      return mixture;
    }
    double d = (mixture - p) / p;
    return p * (d - Math.log1p(d));
  }
}
