package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.descriptive.Mean;

/**
 * The bootstrap over units for any statistic of them, such as an error's root mean square, a
 * quantile or a tail mean, or a difference of two models' (Efron and Tibshirani 1993). Draws, seed,
 * p-value and interval as in {@link PairedBootstrap}.
 */
public final class UnitBootstrap {
  private UnitBootstrap() {}

  /** A number that a collection of units has. */
  @FunctionalInterface
  public interface Statistic {
    /**
     * The statistic of these units.
     *
     * @param units indices of units, some of them perhaps repeated; not to be kept or changed
     */
    double of(int[] units);
  }

  /** The statistic of n units with its percentile interval. */
  public static Result<Estimate> percentile(
      int n, Statistic statistic, double level, int draws, long seed) {
    return resample(n, statistic, draws, seed)
        .flatMap(d -> d.percentile(level, Method.BOOTSTRAP_PERCENTILE, n));
  }

  /**
   * The statistic of n units with its BCa interval; the acceleration comes from the jackknife, n
   * more evaluations.
   */
  public static Result<Estimate> bca(
      int n, Statistic statistic, double level, int draws, long seed) {
    return resample(n, statistic, draws, seed)
        .flatMap(d -> d.bca(acceleration(n, statistic), level, Method.BOOTSTRAP_BCA, n));
  }

  private static double acceleration(int n, Statistic statistic) {
    double[] without = new double[n];
    int[] rest = new int[n - 1];
    for (int left = 0; left < n; left++) {
      for (int i = 0; i < n - 1; i++) {
        rest[i] = i < left ? i : i + 1;
      }
      without[left] = statistic.of(rest);
    }
    double mean = Mean.of(without).getAsDouble();
    for (int i = 0; i < n; i++) {
      without[i] = mean - without[i];
    }
    return BootstrapDraws.accelerationOfMean(without);
  }

  private static Result<BootstrapDraws> resample(int n, Statistic statistic, int draws, long seed) {
    if (draws < PairedBootstrap.MIN_DRAWS) {
      throw new IllegalArgumentException(
          "draws is " + draws + ", but must be at least " + PairedBootstrap.MIN_DRAWS);
    }
    if (n < 2) {
      return n == 0
          ? Result.notComputable(Reason.EMPTY, "There is no unit")
          : Result.notComputable(
              Reason.TOO_FEW_UNITS, "One unit tells nothing about how units vary");
    }
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    int[] units = new int[n];
    for (int i = 0; i < n; i++) {
      units[i] = i;
    }
    double estimate = statistic.of(units.clone());
    double[] values = new double[draws];
    for (int b = 0; b < draws; b++) {
      for (int i = 0; i < n; i++) {
        units[i] = random.nextInt(n);
      }
      values[b] = statistic.of(units);
    }
    return BootstrapDraws.of(estimate, values);
  }
}
