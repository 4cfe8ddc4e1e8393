package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.sample.Proportion;

/** The difference of two shares of success. */
public final class TwoProportions {

  /**
   * With fewer successes or failures than this in an arm, the normal approximation gives way to
   * Newcombe's.
   */
  public static final long MIN_COUNT_FOR_NORMAL = 30;

  /** With fewer successes or failures than this in an arm, an exact test should decide. */
  public static final long MIN_COUNT_FOR_APPROXIMATION = 5;

  private TwoProportions() {}

  /**
   * The difference by the method that its counts allow: {@link #wald} from {@link
   * #MIN_COUNT_FOR_NORMAL} successes and failures in each arm on, else {@link Newcombe}. Below
   * {@link #MIN_COUNT_FOR_APPROXIMATION} ask {@link FisherExact} too.
   */
  public static Result<Estimate> difference(
      Proportion treatment, Proportion control, double level) {
    return smallestCount(treatment, control) >= MIN_COUNT_FOR_NORMAL
        ? wald(treatment, control, level)
        : Newcombe.difference(treatment, control, level);
  }

  /** The smallest of the four counts of successes and failures. */
  public static long smallestCount(Proportion treatment, Proportion control) {
    return Math.min(
        Math.min(treatment.successes(), treatment.failures()),
        Math.min(control.successes(), control.failures()));
  }

  /** The difference with the unpooled standard error: interval and p-value agree. */
  public static Result<Estimate> wald(Proportion treatment, Proportion control, double level) {
    return effect(treatment, control).flatMap(effect -> effect.fixedHorizon(level));
  }

  /** The difference relative to the control. */
  public static Result<Estimate> lift(Proportion treatment, Proportion control, double level) {
    return ArmMean.of(treatment)
        .flatMap(t -> ArmMean.of(control).flatMap(c -> RelativeLift.of(t, c, level)));
  }

  /** The difference, for another question than the two-sided one. */
  public static Result<Effect> effect(Proportion treatment, Proportion control) {
    return ArmMean.of(treatment)
        .flatMap(
            t -> ArmMean.of(control).map(c -> Effect.absolute(t, c, Method.TWO_PROPORTIONS_WALD)));
  }

  /**
   * The classical score test of equal shares, its standard error from the pooled share (Pearson
   * 1900 as z² = χ²). Its variance holds under the null hypothesis only, so it comes without an
   * interval; where one number must decide, take {@link #difference}.
   */
  public static Result<SignificanceTest> pooledZ(
      Proportion treatment, Proportion control, Alternative alternative) {
    if (treatment.n() == 0 || control.n() == 0) {
      return Result.notComputable(Reason.EMPTY, "An arm has no unit");
    }
    Proportion pooled = treatment.plus(control);
    if (pooled.successes() == 0 || pooled.failures() == 0) {
      return Result.notComputable(
          Reason.ZERO_VARIANCE, "All units of both arms behaved alike: nothing varies");
    }
    double share = pooled.share();
    double q = (double) pooled.failures() / pooled.n();
    double variance = share * q * (1.0 / treatment.n() + 1.0 / control.n());
    double z = (treatment.share() - control.share()) / Math.sqrt(variance);
    return Result.computed(
        new SignificanceTest(
            z, Pivot.NORMAL.p(z, alternative), Method.TWO_PROPORTIONS_POOLED_Z, pooled.n()));
  }
}
