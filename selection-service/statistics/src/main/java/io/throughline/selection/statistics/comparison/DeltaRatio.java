package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.sample.JointMoments;

/**
 * Ratios of two per-unit totals, such as revenue per session where users are randomised. The
 * variance is the delta method's on the k randomised units: (s_y² - 2 R s_yx + R² s_x²) / (x̄² k)
 * (Deng, Knoblich and Lu 2018, "Applying the delta method in metric analytics", KDD).
 */
public final class DeltaRatio {
  private DeltaRatio() {}

  /**
   * An arm's ratio mean(y) / mean(x); NOT_COMPUTABLE where the mean of x is zero or below two
   * units.
   */
  public static Result<ArmMean> arm(JointMoments arm) {
    long k = arm.n();
    if (k < 2) {
      return k == 0
          ? Result.notComputable(Reason.EMPTY, "An arm has no unit")
          : Result.notComputable(
              Reason.TOO_FEW_UNITS,
              "An arm has one unit, which tells nothing about how units vary");
    }
    if (!arm.isFinite()) {
      return Result.notComputable(
          Reason.NOT_FINITE, "An arm's means or variances are not finite numbers");
    }
    double denominator = arm.x().mean();
    if (denominator == 0) {
      return Result.notComputable(
          Reason.ZERO_DENOMINATOR, "The ratio's denominator is zero in an arm");
    }
    double ratio = arm.y().mean() / denominator;
    double scale = Math.sqrt(k) * Math.abs(denominator);
    double standardError = Math.sqrt(residualVariance(arm, ratio)) / scale;
    return Result.computed(new ArmMean(ratio, standardError, k - 1.0, k));
  }

  /**
   * The variance of y - R x, scaled so that squares of extreme values neither overflow nor vanish.
   */
  private static double residualVariance(JointMoments arm, double ratio) {
    double a = arm.y().variance();
    double b = ratio * arm.covariance();
    double c = ratio * arm.x().variance() * ratio;
    double variance = a - 2 * b + c;
    double rounding = 4 * Math.ulp(Math.max(a, c));
    return variance <= rounding ? 0 : variance;
  }

  /** One arm's ratio with its interval. */
  public static Result<Estimate> ratio(JointMoments arm, double level) {
    return arm(arm)
        .flatMap(
            a ->
                new Effect(a.value(), a.standardError(), a.degreesOfFreedom(), a.n(), Method.RATIO)
                    .fixedHorizon(level));
  }

  /** The difference of ratios treatment - control. */
  public static Result<Estimate> difference(
      JointMoments treatment, JointMoments control, double level) {
    return effect(treatment, control).flatMap(effect -> effect.fixedHorizon(level));
  }

  /** The relative difference of ratios. */
  public static Result<Estimate> lift(JointMoments treatment, JointMoments control, double level) {
    return arm(treatment).flatMap(t -> arm(control).flatMap(c -> RelativeLift.of(t, c, level)));
  }

  /** The difference, for another question than the two-sided one. */
  public static Result<Effect> effect(JointMoments treatment, JointMoments control) {
    return arm(treatment).flatMap(t -> arm(control).map(c -> Effect.absolute(t, c, Method.RATIO)));
  }
}
