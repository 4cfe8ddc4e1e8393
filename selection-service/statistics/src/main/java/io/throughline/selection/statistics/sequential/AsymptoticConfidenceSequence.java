package io.throughline.selection.statistics.sequential;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.Effect;

/**
 * Intervals that hold at all looks together (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024,
 * "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics
 * 52). With n units, S = effect² n / se² and the tuning ρ, the half width is se √n √(2(nρ² +
 * 1)/(nρ)² ln(√(nρ² + 1)/α)) and p = min(1, √(nρ² + 1) exp(-ρ²S/(2(nρ² + 1)))). One-sided by the
 * half-normal mixture of the same paper, ln(1 + √(nρ² + 1)/2α) in place of ln(√(nρ² + 1)/α).
 */
public final class AsymptoticConfidenceSequence {
  private AsymptoticConfidenceSequence() {}

  /**
   * The tuning at which the interval is narrowest for this many units: √((-2 ln α + ln(-2 ln α +
   * 1)) / N).
   *
   * @param plannedUnits N, in both arms together, frozen before the first look
   */
  public static double rho(double alpha, double plannedUnits) {
    Levels.probability(alpha, "alpha");
    if (!(plannedUnits > 0)) {
      throw new IllegalArgumentException(
          "plannedUnits is " + plannedUnits + ", but must be positive");
    }
    double twice = -2 * Math.log(alpha);
    return Math.sqrt((twice + Math.log(twice + 1)) / plannedUnits);
  }

  /** The effect with its always-valid interval and p-value against 0. */
  public static Result<Estimate> estimate(Effect effect, double level, double plannedUnits) {
    return estimate(effect, level, plannedUnits, Alternative.TWO_SIDED, 0);
  }

  /** Always-valid non-inferiority for a metric where more is better: effect &gt; -margin. */
  public static Result<Estimate> nonInferiority(
      Effect effect, double margin, double alpha, double plannedUnits) {
    return estimate(effect, 1 - alpha, plannedUnits, Alternative.GREATER, -margin);
  }

  /** The same on any side and against any null value. */
  public static Result<Estimate> estimate(
      Effect effect, double level, double plannedUnits, Alternative alternative, double nullValue) {
    double alpha = 1 - Levels.check(level);
    boolean twoSided = alternative == Alternative.TWO_SIDED;
    double rho = rho(twoSided ? alpha : Math.min(2 * alpha, 0.999), plannedUnits);
    if (effect.standardError() == 0) {
      return Result.notComputable(
          Reason.ZERO_VARIANCE, "Nothing varies, so there is no standard error and no p-value");
    }
    double v = effect.n() * rho * rho;
    double logRoot = Math.log1p(v) / 2;
    double threshold =
        twoSided ? logRoot - Math.log(alpha) : Math.log1p(Math.exp(logRoot) / (2 * alpha));
    double halfWidth = effect.standardError() * Math.sqrt(2 * (v + 1) / v * threshold);
    double z = (effect.value() - nullValue) / effect.standardError();
    if (!Double.isFinite(halfWidth) || !Double.isFinite(effect.value()) || Double.isNaN(z)) {
      return Result.notComputable(
          Reason.OUT_OF_RANGE, "Effect or standard error left the range of a double");
    }
    double evidence = v / (v + 1) * z * z / 2;
    double logP =
        switch (alternative) {
          case TWO_SIDED -> logRoot - evidence;
          case GREATER -> oneSided(logRoot, evidence, z > 0);
          case LESS -> oneSided(logRoot, evidence, z < 0);
        };
    double lower =
        alternative == Alternative.LESS ? Double.NEGATIVE_INFINITY : effect.value() - halfWidth;
    double upper =
        alternative == Alternative.GREATER ? Double.POSITIVE_INFINITY : effect.value() + halfWidth;
    return Result.computed(
        Estimate.of(
            effect.value(),
            effect.standardError(),
            new Interval(lower, upper, level),
            new PValue(Math.min(0, logP)),
            Method.ASYMPTOTIC_CONFIDENCE_SEQUENCE,
            effect.n()));
  }

  private static double oneSided(double logRoot, double evidence, boolean onItsSide) {
    if (!onItsSide) {
      return 0;
    }
    double logOdds = evidence > 30 ? evidence : Math.log(Math.expm1(evidence));
    return logRoot - Math.log(2) - logOdds;
  }
}
