package io.throughline.selection.statistics.health;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.sample.Proportion;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * Units that met more than one arm: they belong to none, and many of them mean that assignment
 * leaks.
 */
public final class MultipleExposures {

  /** The customary share above which a trial is unhealthy. */
  public static final double TOLERATED_SHARE = 0.01;

  private MultipleExposures() {}

  /**
   * The share of units that met several arms, with its exact interval (Clopper and Pearson 1934,
   * Biometrika 26), and the exact one-sided p-value of the hypothesis that the true share is at
   * most the tolerated one.
   *
   * @param exposed in successes the units of several arms, in n all exposed units
   */
  public static Result<Estimate> share(Proportion exposed, double tolerated, double level) {
    Levels.probability(tolerated, "tolerated");
    return clopperPearson(exposed, Alternative.GREATER, level)
        .map(
            estimate ->
                new Estimate(
                    estimate.value(),
                    OptionalDouble.empty(),
                    estimate.interval(),
                    Optional.of(exactlyAbove(exposed, tolerated)),
                    Method.CLOPPER_PEARSON,
                    exposed.n(),
                    Set.of()));
  }

  /** The share of successes with its exact interval, of one or two bounds. */
  public static Result<Estimate> clopperPearson(
      Proportion proportion, Alternative alternative, double level) {
    if (proportion.n() == 0) {
      return Result.notComputable(Reason.EMPTY, "No unit was exposed");
    }
    double alpha = 1 - Levels.check(level);
    double tail = alternative == Alternative.TWO_SIDED ? alpha / 2 : alpha;
    double k = proportion.successes();
    double lower =
        alternative == Alternative.LESS || k == 0
            ? 0
            : BetaDistribution.of(k, proportion.failures() + 1.0)
                .inverseCumulativeProbability(tail);
    double upper =
        alternative == Alternative.GREATER || proportion.failures() == 0
            ? 1
            : BetaDistribution.of(k + 1, proportion.failures()).inverseSurvivalProbability(tail);
    return Result.computed(
        Estimate.of(
            proportion.share(),
            new Interval(lower, upper, level),
            Method.CLOPPER_PEARSON,
            proportion.n()));
  }

  /** P(at least so many of n) under the share, by the beta distribution, for n beyond an int. */
  private static PValue exactlyAbove(Proportion exposed, double share) {
    if (exposed.successes() == 0) {
      return new PValue(0);
    }
    if (exposed.n() <= Integer.MAX_VALUE) {
      return PValue.of(
          BinomialTest.withDefaults()
              .with(AlternativeHypothesis.GREATER_THAN)
              .test((int) exposed.n(), (int) exposed.successes(), share)
              .getPValue());
    }
    return PValue.of(
        BetaDistribution.of(exposed.successes(), exposed.failures() + 1.0)
            .cumulativeProbability(share));
  }
}
