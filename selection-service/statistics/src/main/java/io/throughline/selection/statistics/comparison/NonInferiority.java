package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Result;

/**
 * Whether a treatment is worse than the control by less than a margin (Wellek 2010, "Testing
 * statistical hypotheses of equivalence and noninferiority"): one-sided, z = (effect + margin) /
 * se. The interval has the one bound that the verdict reads, at the level 1 - alpha, and lies
 * beyond the margin exactly where p is below alpha.
 */
public final class NonInferiority {
  private NonInferiority() {}

  /** For a metric where more is better: the null hypothesis is effect &lt;= -margin. */
  public static Result<Estimate> higherIsBetter(Effect effect, double margin, double alpha) {
    return effect.fixedHorizon(
        1 - Levels.probability(alpha, "alpha"), Alternative.GREATER, -check(margin));
  }

  /** For a metric where less is better: the null hypothesis is effect &gt;= margin. */
  public static Result<Estimate> lowerIsBetter(Effect effect, double margin, double alpha) {
    return effect.fixedHorizon(
        1 - Levels.probability(alpha, "alpha"), Alternative.LESS, check(margin));
  }

  private static double check(double margin) {
    if (!(margin >= 0) || Double.isInfinite(margin)) {
      throw new IllegalArgumentException(
          "margin is " + margin + ", but must be a finite size that is not negative");
    }
    return margin;
  }
}
