package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.StandardNormal;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * The sorted draws of a bootstrapped statistic. Their quantile at probability q is the order
 * statistic at (B + 1) q, linearly interpolated (Davison and Hinkley 1997, "Bootstrap methods and
 * their application", section 5.2); the p-value inverts that same function, so it never disagrees
 * with the interval.
 */
final class BootstrapDraws {

  private final double estimate;
  private final double[] sorted;

  private BootstrapDraws(double estimate, double[] sorted) {
    this.estimate = estimate;
    this.sorted = sorted;
  }

  static Result<BootstrapDraws> of(double estimate, double[] draws) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double last = sorted[sorted.length - 1];
    if (!Double.isFinite(estimate) || !Double.isFinite(sorted[0]) || !Double.isFinite(last)) {
      return Result.notComputable(
          Reason.NOT_FINITE, "The statistic is not finite in the sample or in a draw of it");
    }
    if (last - sorted[0] <= Math.ulp(estimate) * 16) {
      return Result.notComputable(
          Reason.ZERO_VARIANCE, "Every draw gives the same value: the units do not vary");
    }
    return Result.computed(new BootstrapDraws(estimate, sorted));
  }

  Result<Estimate> percentile(double level, Method method, long n) {
    Levels.check(level);
    double tail = (1 - level) / 2;
    return between(tail, 1 - tail, level, Math.min(belowZero(), aboveZero()), method, n);
  }

  Result<Estimate> bca(double acceleration, double level, Method method, long n) {
    Levels.check(level);
    double bias = StandardNormal.quantile(shareBelow(estimate));
    if (!Double.isFinite(bias)) {
      return Result.notComputable(
          Reason.TOO_FEW_DRAWS, "All draws lie on one side of the estimate: no bias correction");
    }
    double z = StandardNormal.INSTANCE.upperQuantile((1 - level) / 2);
    double lower = adjusted(bias, acceleration, -z);
    double upper = adjusted(bias, acceleration, z);
    double tail =
        Math.min(
            unadjusted(bias, acceleration, belowZero()),
            1 - unadjusted(bias, acceleration, 1 - aboveZero()));
    return between(lower, upper, level, tail, method, n);
  }

  /** Acceleration of a mean, from the jackknife: sum of cubes over 6 (sum of squares)^1.5. */
  static double accelerationOfMean(double[] values) {
    double mean = Mean.of(values).getAsDouble();
    double scale = 0;
    for (double value : values) {
      scale = Math.max(scale, Math.abs(value - mean));
    }
    double squares = 0;
    double cubes = 0;
    for (double value : values) {
      double deviation = scale == 0 ? 0 : (value - mean) / scale;
      squares += deviation * deviation;
      cubes += deviation * deviation * deviation;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  private Result<Estimate> between(
      double lower, double upper, double level, double tail, Method method, long n) {
    double least = 1.0 / (sorted.length + 1);
    if (!(lower >= least) || !(upper <= 1 - least)) {
      return Result.notComputable(
          Reason.TOO_FEW_DRAWS,
          "Level "
              + level
              + " asks for quantiles beyond the "
              + sorted.length
              + " draws: raise the draws or lower the level");
    }
    return Result.computed(
        Estimate.of(
            estimate,
            StandardDeviation.of(sorted).getAsDouble(),
            new Interval(quantile(lower), quantile(upper), level),
            PValue.of(Math.min(1, 2 * tail)),
            method,
            n));
  }

  private double quantile(double q) {
    double position = q * (sorted.length + 1);
    int k = (int) Math.min(Math.max(Math.floor(position), 1), sorted.length);
    double below = sorted[k - 1];
    double above = sorted[Math.min(k, sorted.length - 1)];
    return below + (position - k) * (above - below);
  }

  /**
   * The largest probability whose quantile is at most 0; at least 1/(B + 1), as no bootstrap
   * p-value is 0.
   */
  private double belowZero() {
    return shareNotAbove(k -> sorted[k]);
  }

  /** One minus the smallest probability whose quantile is at least 0. */
  private double aboveZero() {
    return shareNotAbove(k -> -sorted[sorted.length - 1 - k]);
  }

  private double shareNotAbove(IntToDoubleFunction ascending) {
    int size = sorted.length;
    int count = 0;
    while (count < size && ascending.applyAsDouble(count) <= 0) {
      count++;
    }
    if (count == 0 || count == size) {
      return Math.max(count, 1) / (size + 1.0);
    }
    double last = ascending.applyAsDouble(count - 1);
    double next = ascending.applyAsDouble(count);
    return (count - last / (next - last)) / (size + 1.0);
  }

  /** The share of draws below the value, ties counted half. */
  private double shareBelow(double value) {
    int less = 0;
    int equal = 0;
    for (double draw : sorted) {
      if (draw < value) {
        less++;
      } else if (draw == value) {
        equal++;
      }
    }
    return (less + equal / 2.0) / sorted.length;
  }

  private static double adjusted(double bias, double acceleration, double z) {
    double sum = bias + z;
    double denominator = 1 - acceleration * sum;
    return denominator <= 0 ? Double.NaN : StandardNormal.cumulative(bias + sum / denominator);
  }

  /** The probability that the adjustment turns into this one. */
  private static double unadjusted(double bias, double acceleration, double probability) {
    double w = StandardNormal.quantile(probability) - bias;
    double denominator = 1 + acceleration * w;
    return denominator <= 0 ? (w < 0 ? 0 : 1) : StandardNormal.cumulative(w / denominator - bias);
  }
}
