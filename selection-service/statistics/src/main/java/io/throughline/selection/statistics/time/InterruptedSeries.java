package io.throughline.selection.statistics.time;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.synthesis.LeastSquares;
import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Mean;

/**
 * How far a series after a date lies from the forecast of the series before it: a straight line,
 * with a mean for each day of a season where wanted, fitted before the date (Wagner, Soumerai,
 * Zhang and Ross-Degnan 2002, "Segmented regression analysis of interrupted time series studies").
 * Interval and p-value are predictive, the noise of the days after included, and come from one t
 * distribution. It assumes that nothing else changed and that days are independent but for trend
 * and season; the residuals' autocorrelation is shown beside.
 *
 * @param effect mean deviation per day after the date
 * @param forecast mean of the forecast after the date
 * @param autocorrelation of the residuals before, at lag 1
 */
public record InterruptedSeries(Estimate effect, double forecast, double autocorrelation) {

  /**
   * Measures the interruption.
   *
   * @param series one number a day
   * @param interruption index of the first day after the date
   * @param season length of the season in days, for example 7; 0 or 1 for none
   * @return n is the number of days; NOT_COMPUTABLE with too few days before for trend, season and
   *     noise
   */
  public static Result<InterruptedSeries> of(
      double[] series, int interruption, int season, double level) {
    Levels.check(level);
    int after = series.length - interruption;
    int seasons = Math.max(1, season);
    int degreesOfFreedom = interruption - 1 - seasons;
    if (after < 1 || degreesOfFreedom < 1) {
      return Result.notComputable(
          Reason.TOO_FEW_UNITS,
          interruption + " days before and " + after + " after are too few for the forecast");
    }
    double[] before = Arrays.copyOf(series, interruption);
    double centre = (interruption - 1) / 2.0;
    double[][] columns = new double[seasons + 1][interruption];
    double[] mean = new double[seasons + 1];
    for (int day = 0; day < series.length; day++) {
      double[] point = point(day, centre, interruption, seasons);
      for (int j = 0; j < point.length; j++) {
        if (day < interruption) {
          columns[j][day] = point[j];
        } else {
          mean[j] += point[j] / after;
        }
      }
    }
    double[] ones = new double[interruption];
    Arrays.fill(ones, 1);
    LeastSquares fit = LeastSquares.of(columns, ones).orElse(null);
    if (fit == null) {
      return Result.notComputable(
          Reason.TOO_FEW_UNITS, "Not every day of the season occurs before the date");
    }
    double[] coefficients = fit.coefficients(before);
    double forecast = 0;
    for (int j = 0; j < mean.length; j++) {
      forecast += coefficients[j] * mean[j];
    }
    double[] residuals = fit.weightedResiduals(before);
    double squares = Arrays.stream(residuals).map(r -> r * r).sum();
    double level0 = Arrays.stream(before).map(Math::abs).max().orElse(0);
    double variance = squares <= 1e-24 * level0 * level0 ? 0 : squares / degreesOfFreedom;
    double standardError = Math.sqrt(variance * (1.0 / after + fit.pointVariance(mean)));
    double expected = forecast;
    double observed = Mean.ofRange(series, interruption, series.length).getAsDouble();
    double lag1 = autocorrelation(residuals, squares);
    return Pivot.student(degreesOfFreedom)
        .estimate(
            observed - forecast, standardError, level, Method.INTERRUPTED_SERIES, series.length)
        .map(
            effect ->
                new InterruptedSeries(
                    effect.with(Caveat.NOTHING_ELSE_CHANGED_ASSUMED), expected, lag1));
  }

  /**
   * The placebo test: the share of earlier dates, each with as many days after it as before it
   * needs for a forecast, at which the same method finds an effect at least as many standard errors
   * away from 0. The statistic is that number at the true date.
   *
   * @param minBefore days that the first placebo date has before it
   * @param after days after a placebo date; no placebo reaches the true date
   */
  public static Result<SignificanceTest> placeboTest(
      double[] series, int interruption, int season, int minBefore, int after) {
    return of(series, interruption, season, 0.95)
        .flatMap(
            truth -> {
              double bar = standardised(truth);
              int tried = 1;
              int reached = 1;
              for (int date = minBefore; date + after <= interruption; date++) {
                Result<InterruptedSeries> placebo =
                    of(Arrays.copyOf(series, date + after), date, season, 0.95);
                if (placebo instanceof Result.Computed<InterruptedSeries> computed) {
                  tried++;
                  reached += standardised(computed.value()) >= bar ? 1 : 0;
                }
              }
              if (tried == 1) {
                return Result.notComputable(
                    Reason.TOO_FEW_UNITS, "No earlier date leaves enough days for a placebo");
              }
              return Result.computed(
                  new SignificanceTest(
                      bar, PValue.of((double) reached / tried), Method.INTERRUPTED_SERIES, tried));
            });
  }

  private static double standardised(InterruptedSeries result) {
    return Math.abs(result.effect.value()) / result.effect.standardError().getAsDouble();
  }

  private static double[] point(int day, double centre, int length, int seasons) {
    double[] point = new double[seasons + 1];
    point[0] = (day - centre) / length;
    point[1 + day % seasons] = 1;
    return point;
  }

  private static double autocorrelation(double[] residuals, double squares) {
    double sum = 0;
    for (int i = 1; i < residuals.length; i++) {
      sum += residuals[i] * residuals[i - 1];
    }
    return squares == 0 ? 0 : sum / squares;
  }
}
