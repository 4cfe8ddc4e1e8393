package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.StandardNormal;
import io.throughline.selection.statistics.sample.JointMoments;
import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Quantiles of an arm and their differences. The interval of one quantile takes order statistics at
 * binomial ranks, which assumes nothing of the data (David and Nagaraja 2003, "Order statistics",
 * 7.1); the standard error of a difference is read off it (Deng, Knoblich and Lu 2018, KDD, section
 * 4).
 */
public final class Quantiles {
  private Quantiles() {}

  /**
   * The quantile at p (linear interpolation, type 7) with its order-statistic interval of at least
   * the level.
   */
  public static Result<Estimate> interval(double[] values, double p, double level) {
    Levels.check(level);
    return sorted(values, p)
        .flatMap(
            sorted -> {
              int n = sorted.length;
              BinomialDistribution ranks = BinomialDistribution.of(n, p);
              int below = ranks.inverseCumulativeProbability((1 - level) / 2);
              int above = ranks.inverseSurvivalProbability((1 - level) / 2) + 1;
              if (below < 1 || above > n) {
                return tooFew(n, p);
              }
              return Result.computed(
                  Estimate.of(
                      type7(sorted, p),
                      new Interval(sorted[below - 1], sorted[above - 1], level),
                      Method.QUANTILE_ORDER_STATISTICS,
                      n));
            });
  }

  /**
   * An arm's quantile with its standard error, for a difference; NOT_COMPUTABLE unless n &gt; 4
   * p/(1 - p).
   */
  public static Result<ArmMean> arm(double[] values, double p) {
    return sorted(values, p)
        .flatMap(
            sorted -> {
              int n = sorted.length;
              double z = StandardNormal.INSTANCE.upperQuantile(0.025);
              double spread = z * Math.sqrt(n * p * (1 - p));
              int below = (int) Math.floor(n * p - spread);
              int above = (int) Math.ceil(n * p + spread) + 1;
              if (below < 1 || above > n) {
                return tooFew(n, p);
              }
              return arm(type7(sorted, p), sorted[below - 1], sorted[above - 1], 0.95, p, n);
            });
  }

  /**
   * An arm's quantile from its interval's bounds: standard error (upper - lower) / 2z, times √((n -
   * 1)/n).
   *
   * @param boundsLevel the level of the bounds, for example 0.95
   * @param n units behind them
   */
  public static Result<ArmMean> arm(
      double value, double lower, double upper, double boundsLevel, double p, long n) {
    Levels.probability(p, "p");
    double z = StandardNormal.INSTANCE.upperQuantile((1 - Levels.check(boundsLevel)) / 2);
    if (n <= 4 * Math.max(p / (1 - p), (1 - p) / p)) {
      return tooFew(n, p);
    }
    double standardError = (upper - lower) / (2 * z) * Math.sqrt((n - 1.0) / n);
    return Result.computed(new ArmMean(value, standardError, Double.POSITIVE_INFINITY, n));
  }

  /**
   * The same arm where values are events of randomised clusters (users): the standard error grows
   * by the square root of the ratio of the clustered to the independent variance of the share below
   * the quantile.
   *
   * @param clusters per cluster in y the events at or below the quantile, in x all its events
   */
  public static Result<ArmMean> clustered(ArmMean independent, JointMoments clusters, double p) {
    Levels.probability(p, "p");
    return DeltaRatio.arm(clusters)
        .map(
            share -> {
              double factor = share.standardError() / Math.sqrt(p * (1 - p) / independent.n());
              return new ArmMean(
                  independent.value(),
                  independent.standardError() * factor,
                  independent.degreesOfFreedom(),
                  clusters.n());
            });
  }

  /** The difference of quantiles treatment - control. */
  public static Result<Estimate> difference(ArmMean treatment, ArmMean control, double level) {
    return effect(treatment, control).fixedHorizon(level);
  }

  /** The difference, for another question than the two-sided one. */
  public static Effect effect(ArmMean treatment, ArmMean control) {
    return Effect.absolute(treatment, control, Method.QUANTILE_DIFFERENCE);
  }

  private static Result<double[]> sorted(double[] values, double p) {
    Levels.probability(p, "p");
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return Result.notComputable(Reason.EMPTY, "An arm has no unit");
    }
    if (!Double.isFinite(sorted[0]) || !Double.isFinite(sorted[sorted.length - 1])) {
      return Result.notComputable(Reason.NOT_FINITE, "A value is not finite");
    }
    return Result.computed(sorted);
  }

  private static double type7(double[] sorted, double p) {
    return Quantile.withDefaults().with(Quantile.EstimationMethod.HF7).evaluate(sorted, p);
  }

  static <T> Result<T> tooFew(long n, double p) {
    return Result.notComputable(
        Reason.TOO_FEW_UNITS, n + " units are too few for an interval of the quantile at " + p);
  }
}
