package io.throughline.selection.statistics.health;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.NoncentralT;
import io.throughline.selection.statistics.distribution.StandardNormal;
import io.throughline.selection.statistics.distribution.StudentT;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * What a trial of two arms can find: power, minimal detectable effect and units needed (Cohen 1988,
 * "Statistical power analysis for the behavioral sciences"; Chow, Shao and Wang 2008, "Sample size
 * calculations in clinical research").
 *
 * @param alpha the probability of a false alarm, over all sides
 * @param sides 1 or 2
 * @param power the probability of finding the effect that is looked for
 */
public record Power(double alpha, int sides, double power) {

  /** alpha 0.05 on two sides, power 0.8. */
  public static final Power CUSTOMARY = new Power(0.05, 2, 0.8);

  /** Refuses probabilities outside (0, 1), other sides than 1 and 2, and a power below alpha. */
  public Power {
    Levels.probability(alpha, "alpha");
    Levels.probability(power, "power");
    if (sides != 1 && sides != 2) {
      throw new IllegalArgumentException("sides is " + sides + ", but must be 1 or 2");
    }
    if (power <= alpha / sides) {
      throw new IllegalArgumentException("power is " + power + ", but must be above alpha");
    }
  }

  private double zAlpha() {
    return StandardNormal.INSTANCE.upperQuantile(alpha / sides);
  }

  private double zSum() {
    return zAlpha() + StandardNormal.quantile(power);
  }

  /**
   * Units per arm for a difference, normal approximation: (z_α + z_β)² (v₁ + v₂)/δ². Round up.
   *
   * @param difference δ, not zero
   * @param variance1 v₁ of one unit in one arm
   * @param variance2 v₂ of one unit in the other
   */
  public double unitsPerArm(double difference, double variance1, double variance2) {
    double ratio = zSum() / difference;
    return ratio * (variance1 + variance2) * ratio;
  }

  /** The smallest difference that so many units per arm find: (z_α + z_β) √((v₁ + v₂)/n). */
  public double minimalDetectableEffect(double unitsPerArm, double variance1, double variance2) {
    return zSum() * Math.sqrt((variance1 + variance2) / unitsPerArm);
  }

  /** The power of so many units per arm, normal approximation, the wrong side left out. */
  public double achieved(
      double unitsPerArm, double difference, double variance1, double variance2) {
    double standardError = Math.sqrt((variance1 + variance2) / unitsPerArm);
    return StandardNormal.cumulative(Math.abs(difference) / standardError - zAlpha());
  }

  /**
   * Units that are still needed in all arms together, at the current allocation, until a difference
   * would be found: the standard error shrinks with the square root of n.
   *
   * @param standardError of the effect as it is now
   * @param n units behind it
   * @param difference δ that must be found, for a guardrail its margin, not zero
   * @return 0 where enough are there
   */
  public Result<Long> unitsStillNeeded(double standardError, long n, double difference) {
    if (n == 0 || !(standardError > 0)) {
      return Result.notComputable(
          n == 0 ? Reason.EMPTY : Reason.ZERO_VARIANCE,
          "Without a standard error nothing tells how many units it takes");
    }
    double factor = zSum() * standardError / difference;
    double needed = Math.ceil(factor * n * factor);
    if (!(needed < Long.MAX_VALUE)) {
      return Result.notComputable(
          Reason.OUT_OF_RANGE, "More units than can be counted: look for a larger difference");
    }
    return Result.computed(Math.max(0, (long) needed - n));
  }

  /**
   * Units per arm for two proportions; the variance is pooled under the null hypothesis (Fleiss
   * 1981).
   */
  public double unitsPerArmForProportions(double p1, double p2) {
    double pooled = (p1 + p2) / 2;
    double underNull = zAlpha() * Math.sqrt(2 * pooled * (1 - pooled));
    double underAlternative =
        StandardNormal.quantile(power) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
    return Math.pow((underNull + underAlternative) / (p1 - p2), 2);
  }

  /** The power of so many units per arm for two proportions, as above, the wrong side left out. */
  public double achievedForProportions(double unitsPerArm, double p1, double p2) {
    double pooled = (p1 + p2) / 2;
    double underNull = zAlpha() * Math.sqrt(2 * pooled * (1 - pooled));
    double underAlternative = Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
    return StandardNormal.cumulative(
        (Math.sqrt(unitsPerArm) * Math.abs(p1 - p2) - underNull) / underAlternative);
  }

  /**
   * The power of a two-sample t test with equal arms and variances, by the noncentral t
   * distribution; on two sides the rejections on the wrong side are left out, for they find
   * nothing.
   *
   * @param unitsPerArm at least 2, not necessarily whole
   * @param difference δ
   * @param standardDeviation of one unit
   */
  public double achievedForT(double unitsPerArm, double difference, double standardDeviation) {
    double degreesOfFreedom = 2 * (unitsPerArm - 1);
    double critical = new StudentT(degreesOfFreedom).upperQuantile(alpha / sides);
    double noncentrality = Math.sqrt(unitsPerArm / 2) * Math.abs(difference) / standardDeviation;
    return new NoncentralT(degreesOfFreedom, noncentrality).survival(critical);
  }

  /** Units per arm for a two-sample t test, at least 2; round up. */
  public double unitsPerArmForT(double difference, double standardDeviation) {
    double variance = standardDeviation * standardDeviation;
    double high = 2 * unitsPerArm(difference, variance, variance) + 8;
    if (achievedForT(2, difference, standardDeviation) >= power) {
      return 2;
    }
    return new BrentSolver(1e-12, 1e-10, 1e-15)
        .findRoot(n -> achievedForT(n, difference, standardDeviation) - power, 2, high);
  }
}
