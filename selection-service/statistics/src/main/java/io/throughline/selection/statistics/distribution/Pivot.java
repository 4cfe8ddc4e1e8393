package io.throughline.selection.statistics.distribution;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;

/**
 * An estimate whose distance from its true value, in standard errors, follows a known symmetric
 * distribution. Interval and p-value come from that one distribution, so the interval excludes the
 * null value exactly where p is below one minus the level.
 *
 * @param distribution of (estimate - truth) / standard error
 */
public record Pivot(Symmetric distribution) {

  /** The pivot of large samples. */
  public static final Pivot NORMAL = new Pivot(StandardNormal.INSTANCE);

  /** The pivot of a mean whose variance was estimated with these degrees of freedom. */
  public static Pivot student(double degreesOfFreedom) {
    return new Pivot(new StudentT(degreesOfFreedom));
  }

  /** A two-sided estimate against the null value 0. */
  public Result<Estimate> estimate(
      double value, double standardError, double level, Method method, long n) {
    return estimate(value, standardError, 0, Alternative.TWO_SIDED, level, method, n);
  }

  /**
   * The estimate with interval and p-value, or NOT_COMPUTABLE: ZERO_VARIANCE where the standard
   * error is zero, OUT_OF_RANGE where a number left the range of a double.
   */
  public Result<Estimate> estimate(
      double value,
      double standardError,
      double nullValue,
      Alternative alternative,
      double level,
      Method method,
      long n) {
    Levels.check(level);
    if (standardError == 0) {
      return Result.notComputable(
          Reason.ZERO_VARIANCE, "Nothing varies, so there is no standard error and no p-value");
    }
    double tail = alternative == Alternative.TWO_SIDED ? (1 - level) / 2 : 1 - level;
    double halfWidth = distribution.upperQuantile(tail) * standardError;
    double statistic = (value - nullValue) / standardError;
    double lower = alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : value - halfWidth;
    double upper =
        alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : value + halfWidth;
    if (!Double.isFinite(value)
        || !Double.isFinite(halfWidth)
        || Double.isNaN(statistic)
        || !(standardError > 0)) {
      return Result.notComputable(
          Reason.OUT_OF_RANGE, "Estimate or standard error left the range of a double");
    }
    return Result.computed(
        Estimate.of(
            value,
            standardError,
            new Interval(lower, upper, level),
            p(statistic, alternative),
            method,
            n));
  }

  /**
   * The p-value of a statistic that follows this pivot's distribution under the null hypothesis.
   */
  public PValue p(double statistic, Alternative alternative) {
    return switch (alternative) {
      case GREATER -> new PValue(distribution.logSurvival(statistic));
      case LESS -> new PValue(distribution.logSurvival(-statistic));
      case TWO_SIDED ->
          new PValue(Math.min(0, Math.log(2) + distribution.logSurvival(Math.abs(statistic))));
    };
  }
}
