package io.throughline.selection.statistics.time;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.ArraySampler;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * The one break of a series' mean that leaves the least squared residuals (Hinkley 1970, Biometrika
 * 57; Bai 1997, "Estimation of a change point in multiple regression models"), with percentile
 * intervals from the bootstrap of residuals (Hušková and Kirch 2008), and a permutation test of
 * whether there is a break at all. It assumes that days are independent but for the break.
 *
 * @param position index of the first day after the break
 * @param shift mean after - mean before
 * @param test of no break; its statistic is the largest F over all positions
 */
public record SingleChangePoint(Estimate position, Estimate shift, SignificanceTest test) {

  /** Days that each side of the break must have at least. */
  public static final int MIN_DAYS = 2;

  /**
   * Finds the break.
   *
   * @param series one number a day, at least twice {@link #MIN_DAYS}
   * @param draws of the bootstrap, and of the permutation test
   * @return NOT_COMPUTABLE for a series too short or without variation
   */
  public static Result<SingleChangePoint> of(double[] series, double level, int draws, long seed) {
    Levels.check(level);
    int n = series.length;
    if (n < 2 * MIN_DAYS + 1) {
      return Result.notComputable(
          Reason.TOO_FEW_UNITS,
          n + " days are too few: a break needs " + MIN_DAYS + " on each side");
    }
    Break found = Break.of(series);
    if (!Double.isFinite(found.total())) {
      return Result.notComputable(Reason.NOT_FINITE, "The series has a day without a number");
    }
    if (!(found.residual() > 1e-14 * found.total())) {
      return Result.notComputable(
          Reason.ZERO_VARIANCE, "The series does not vary beyond the break: no interval");
    }
    double[] residuals = found.residuals(series);
    double[] positions = new double[draws];
    double[] shifts = new double[draws];
    double[] shuffled = series.clone();
    double[] redrawn = new double[n];
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    int reached = 1;
    for (int b = 0; b < draws; b++) {
      for (int i = 0; i < n; i++) {
        redrawn[i] = found.fitted(i) + residuals[random.nextInt(n)];
      }
      Break again = Break.of(redrawn);
      positions[b] = again.position();
      shifts[b] = again.shift();
      ArraySampler.shuffle(random, shuffled);
      reached += Break.of(shuffled).f() >= found.f() ? 1 : 0;
    }
    Estimate position =
        Estimate.of(found.position(), interval(positions, level), Method.CHANGE_POINT, n);
    Estimate shift = Estimate.of(found.shift(), interval(shifts, level), Method.CHANGE_POINT, n);
    return Result.computed(
        new SingleChangePoint(
            position,
            shift.with(Caveat.NOTHING_ELSE_CHANGED_ASSUMED),
            new SignificanceTest(
                found.f(), PValue.of(reached / (draws + 1.0)), Method.CHANGE_POINT, n)));
  }

  private static Interval interval(double[] draws, double level) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double[] bounds =
        Quantile.withDefaults()
            .with(Quantile.EstimationMethod.HF6)
            .evaluate(sorted, (1 - level) / 2, (1 + level) / 2);
    return new Interval(bounds[0], bounds[1], level);
  }

  /** The best break of a series: its position, the means around it and the squared residuals. */
  record Break(int position, double before, double after, double residual, double total, int n) {

    static Break of(double[] series) {
      int n = series.length;
      double mean = Arrays.stream(series).sum() / n;
      double total = 0;
      double sum = 0;
      double greatest = -1;
      double sumAtBreak = 0;
      int position = MIN_DAYS;
      for (int i = 0; i < n; i++) {
        if (i >= MIN_DAYS && i <= n - MIN_DAYS) {
          double explained = sum * sum * n / ((double) i * (n - i));
          if (explained > greatest) {
            greatest = explained;
            position = i;
            sumAtBreak = sum;
          }
        }
        double deviation = series[i] - mean;
        total += deviation * deviation;
        sum += deviation;
      }
      return new Break(
          position,
          mean + sumAtBreak / position,
          mean - sumAtBreak / (n - position),
          total - greatest,
          total,
          n);
    }

    double shift() {
      return after - before;
    }

    double fitted(int day) {
      return day < position ? before : after;
    }

    double f() {
      double rest = Math.max(residual, total * 1e-15);
      return (total - residual) / rest * (n - 2);
    }

    double[] residuals(double[] series) {
      double[] residuals = new double[n];
      for (int i = 0; i < n; i++) {
        residuals[i] = series[i] - fitted(i);
      }
      return residuals;
    }
  }
}
