package io.throughline.selection.statistics.distribution;

import io.throughline.selection.statistics.PValue;
import org.apache.commons.numbers.fraction.ContinuedFraction;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** The upper tail of the chi-square distribution as a p-value that never underflows. */
public final class ChiSquare {

  private static final double UNDERFLOW = 1e-290;

  private ChiSquare() {}

  /** P(X &gt;= x) with so many degrees of freedom. */
  public static PValue upperTail(double x, double degreesOfFreedom) {
    if (x <= 0) {
      return new PValue(0);
    }
    ChiSquaredDistribution distribution = ChiSquaredDistribution.of(degreesOfFreedom);
    double p = distribution.survivalProbability(x);
    if (p > 0.5) {
      return new PValue(Math.log1p(-distribution.cumulativeProbability(x)));
    }
    return p > UNDERFLOW ? PValue.of(p) : new PValue(logFarTail(degreesOfFreedom / 2, x / 2));
  }

  /**
   * log Q(a, x) by the continued fraction of the incomplete gamma function (Abramowitz and Stegun
   * 1964, 6.5.31).
   */
  private static double logFarTail(double a, double x) {
    ContinuedFraction fraction =
        new ContinuedFraction() {
          @Override
          protected double getB(int n, double value) {
            return 2.0 * n + 1 - a + value;
          }

          @Override
          protected double getA(int n, double value) {
            return n * (a - n);
          }
        };
    return a * Math.log(x) - x - LogGamma.value(a) - Math.log(fraction.evaluate(x, 1e-15));
  }
}
