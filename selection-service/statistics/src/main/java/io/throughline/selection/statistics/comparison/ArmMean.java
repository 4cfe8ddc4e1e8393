package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.sample.Moments;
import io.throughline.selection.statistics.sample.Proportion;

/**
 * An arm's estimated number (mean, share, ratio, quantile) with its uncertainty.
 *
 * @param value in the metric's unit
 * @param standardError of the value, not negative
 * @param degreesOfFreedom of the standard error; infinite where the value counts as normal
 * @param n units in the arm
 */
public record ArmMean(double value, double standardError, double degreesOfFreedom, long n) {

  /** The mean of one number per unit; NOT_COMPUTABLE below two units. */
  public static Result<ArmMean> of(Moments moments) {
    if (moments.n() == 0) {
      return Result.notComputable(Reason.EMPTY, "An arm has no unit");
    }
    if (moments.n() == 1) {
      return Result.notComputable(
          Reason.TOO_FEW_UNITS, "An arm has one unit, which tells nothing about how units vary");
    }
    if (!moments.isFinite()) {
      return Result.notComputable(
          Reason.NOT_FINITE, "An arm's mean or variance is not a finite number");
    }
    double standardError = Math.sqrt(moments.variance()) / Math.sqrt(moments.n());
    return Result.computed(
        new ArmMean(moments.mean(), standardError, moments.n() - 1.0, moments.n()));
  }

  /** The share of successes, normal for large counts; NOT_COMPUTABLE without units. */
  public static Result<ArmMean> of(Proportion proportion) {
    if (proportion.n() == 0) {
      return Result.notComputable(Reason.EMPTY, "An arm has no unit");
    }
    return Result.computed(
        new ArmMean(
            proportion.share(),
            Math.sqrt(proportion.shareVariance()),
            Double.POSITIVE_INFINITY,
            proportion.n()));
  }
}
