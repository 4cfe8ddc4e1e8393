package io.throughline.housevaluation.valuation;

import io.throughline.housevaluation.feature.FeatureSet;
import io.throughline.housevaluation.sale.Sale;
import java.time.Month;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The season's effect on prices, all else being equal.
 *
 * @param factors twelve factors, January first; a price of a month is that of the average month
 *     times the month's factor
 */
public record MonthlyAdjustment(List<Double> factors) {

  private static final Candidate HEDONIC =
      new Candidate(FeatureSet.LOCATION, false, new Algorithm.LinearSvr(0.1, 0.02));

  public MonthlyAdjustment {
    factors = List.copyOf(factors);
    if (factors.size() != 12) {
      throw new IllegalArgumentException("A year has 12 factors, not " + factors.size());
    }
  }

  /** No effect: every factor is one. */
  public static MonthlyAdjustment none() {
    return new MonthlyAdjustment(Collections.nCopies(12, 1.0));
  }

  /**
   * Estimates the factors: the mean residual of the log price in each month after a hedonic
   * regression on everything that is known of the house.
   */
  public static MonthlyAdjustment estimate(List<Sale> training, long seed) {
    double[] expected = Valuation.fit(HEDONIC, training, none(), seed).logPrices(training);
    double[] sums = new double[12];
    int[] counts = new int[12];
    for (int i = 0; i < expected.length; i++) {
      int month = training.get(i).sold().getMonthValue() - 1;
      sums[month] += training.get(i).logPrice() - expected[i];
      counts[month]++;
    }
    double mean = DoubleStream.of(sums).sum() / expected.length;
    Double[] factors = new Double[12];
    for (int month = 0; month < 12; month++) {
      factors[month] = counts[month] == 0 ? 1 : Math.exp(sums[month] / counts[month] - mean);
    }
    return new MonthlyAdjustment(List.of(factors));
  }

  /** The same factor in some months, one in the others. */
  public static MonthlyAdjustment in(Set<Month> months, double factor) {
    return new MonthlyAdjustment(
        Stream.of(Month.values()).map(month -> months.contains(month) ? factor : 1.0).toList());
  }

  /** Both, one after the other. */
  MonthlyAdjustment times(MonthlyAdjustment other) {
    return new MonthlyAdjustment(
        IntStream.range(0, 12).mapToObj(i -> factors.get(i) * other.factors.get(i)).toList());
  }

  /** The factors by the keys under which they are known as parameters, {@code month.01} first. */
  public Map<String, Double> factorsByKey() {
    Map<String, Double> byKey = new TreeMap<>();
    for (int month = 1; month <= 12; month++) {
      byKey.put("month.%02d".formatted(month), factors.get(month - 1));
    }
    return byKey;
  }

  /** What the season adds to the logarithm of a price in this month. */
  double logEffect(YearMonth sold) {
    return Math.log(factors.get(sold.getMonthValue() - 1));
  }
}
