package io.throughline.selection.statistics.distribution;

import org.apache.commons.numbers.gamma.Erfcx;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** The standard normal distribution, its upper tail also on the log scale. */
public final class StandardNormal implements Symmetric {

  /** The distribution; it has no state. */
  public static final StandardNormal INSTANCE = new StandardNormal();

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double SQRT2 = Math.sqrt(2);
  private static final double LOG_2 = Math.log(2);

  private StandardNormal() {}

  /**
   * The logarithm of P(Z &gt; z). In the upper tail by the scaled complementary error function, so
   * that nothing underflows (Cody 1969; Commons Numbers' erfcx).
   */
  @Override
  public double logSurvival(double z) {
    if (z <= 0) {
      return Math.log1p(-NORMAL.survivalProbability(-z));
    }
    return Math.log(Erfcx.value(z / SQRT2)) - LOG_2 - z * z / 2;
  }

  /** The z with P(Z &gt; z) = p. */
  @Override
  public double upperQuantile(double p) {
    return NORMAL.inverseSurvivalProbability(p);
  }

  /** P(Z &lt;= z). */
  public static double cumulative(double z) {
    return NORMAL.cumulativeProbability(z);
  }

  /** The density at z. */
  public static double density(double z) {
    return NORMAL.density(z);
  }

  /** The z with P(Z &lt;= z) = p. */
  public static double quantile(double p) {
    return NORMAL.inverseCumulativeProbability(p);
  }
}
