package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.sample.JointMoments;
import io.throughline.selection.statistics.sample.Moments;

/**
 * Variance reduction by a covariate from before the exposure (Deng, Xu, Kohavi and Walker 2013,
 * "Improving the sensitivity of online controlled experiments by utilizing pre-experiment data",
 * WSDM): y - θ x with θ = cov(y, x) / var(x) of both arms pooled, so that the effect keeps its
 * meaning and loses the share ρ² of its variance.
 */
public final class Cuped {

  /** With fewer units in an arm θ is noise, and the effect stays unadjusted. */
  public static final long MIN_UNITS_PER_ARM = 30;

  private Cuped() {}

  /**
   * The adjusted difference, or the unadjusted one with the caveat {@link Caveat#UNADJUSTED} where
   * an arm has fewer than {@link #MIN_UNITS_PER_ARM} units or the covariate does not vary. In y the
   * outcome, in x the covariate.
   */
  public static Result<Estimate> difference(
      JointMoments treatment, JointMoments control, double level) {
    return difference(treatment, control, level, MIN_UNITS_PER_ARM);
  }

  /** The same with another floor of units per arm. */
  public static Result<Estimate> difference(
      JointMoments treatment, JointMoments control, double level, long minUnitsPerArm) {
    if (!adjustable(treatment, control, minUnitsPerArm)) {
      return WelchT.difference(treatment.y(), control.y(), level)
          .map(estimate -> estimate.with(Caveat.UNADJUSTED));
    }
    return effect(treatment, control).flatMap(effect -> effect.fixedHorizon(level));
  }

  /** Whether θ can be estimated. */
  public static boolean adjustable(
      JointMoments treatment, JointMoments control, long minUnitsPerArm) {
    long floor = Math.max(2, minUnitsPerArm);
    return treatment.n() >= floor
        && control.n() >= floor
        && treatment.plus(control).x().variance() > 0;
  }

  /** θ = cov(y, x) / var(x) of both arms' units together. */
  public static double theta(JointMoments treatment, JointMoments control) {
    JointMoments pooled = treatment.plus(control);
    return pooled.covariance() / pooled.x().variance();
  }

  /**
   * The adjusted difference, for another question than the two-sided one; requires {@link
   * #adjustable}.
   */
  public static Result<Effect> effect(JointMoments treatment, JointMoments control) {
    double theta = theta(treatment, control);
    return ArmMean.of(adjusted(treatment, theta))
        .flatMap(
            t ->
                ArmMean.of(adjusted(control, theta)).map(c -> Effect.absolute(t, c, Method.CUPED)));
  }

  /**
   * The adjusted difference relative to the unadjusted |control mean|, or unadjusted with the
   * caveat {@link Caveat#UNADJUSTED} as in {@link #difference(JointMoments, JointMoments, double)}.
   */
  public static Result<Estimate> lift(JointMoments treatment, JointMoments control, double level) {
    if (!adjustable(treatment, control, MIN_UNITS_PER_ARM)) {
      return WelchT.lift(treatment.y(), control.y(), level)
          .map(estimate -> estimate.with(Caveat.UNADJUSTED));
    }
    double base = Math.abs(control.y().mean());
    if (base == 0) {
      return Result.notComputable(
          Reason.ZERO_DENOMINATOR, "The control mean is zero: use the absolute effect");
    }
    double ratio = treatment.y().mean() / base;
    double theta = theta(treatment, control);
    return ArmMean.of(adjusted(treatment, theta))
        .flatMap(
            t ->
                ArmMean.of(adjusted(control, theta))
                    .map(c -> relative(t, c, base, ratio))
                    .flatMap(effect -> effect.fixedHorizon(level)));
  }

  private static Effect relative(ArmMean treatment, ArmMean control, double base, double ratio) {
    Effect absolute = Effect.absolute(treatment, control, Method.CUPED);
    return new Effect(
        absolute.value() / base,
        Math.hypot(treatment.standardError() / base, control.standardError() / base * ratio),
        absolute.degreesOfFreedom(),
        absolute.n(),
        Method.CUPED);
  }

  /** The moments of y - θ x. */
  public static Moments adjusted(JointMoments arm, double theta) {
    double variance =
        arm.y().variance() - 2 * theta * arm.covariance() + theta * arm.x().variance() * theta;
    double rounding = 4 * Math.ulp(arm.y().variance());
    return new Moments(
        arm.n(), arm.y().mean() - theta * arm.x().mean(), variance <= rounding ? 0 : variance);
  }
}
