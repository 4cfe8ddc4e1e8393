package io.throughline.housevaluation.figure;

import static io.throughline.housevaluation.figure.Plotly.field;
import static io.throughline.housevaluation.figure.Plotly.numbers;
import static io.throughline.housevaluation.figure.Plotly.object;
import static io.throughline.housevaluation.figure.Plotly.text;
import static io.throughline.housevaluation.figure.Plotly.texts;

import io.throughline.housevaluation.sale.Sale;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prices by the month of the sale: as they were paid, and all else being equal. */
public final class MonthPlot {

  private MonthPlot() {}

  /**
   * Draws the plot.
   *
   * @param factors the season's twelve factors, January first
   * @return plotly JSON
   */
  public static String of(List<Sale> sales, List<Double> factors) {
    double overall = median(sales);
    List<String> months = new ArrayList<>();
    List<Double> paid = new ArrayList<>();
    for (Month month : Month.values()) {
      months.add(month.getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
      List<Sale> sold = sales.stream().filter(sale -> sale.sold().getMonth() == month).toList();
      paid.add(median(sold) / overall);
    }
    return Plotly.figure(
        "House prices by month",
        "month of the sale",
        "price relative to the whole year",
        trace("bar", "median price paid", months, paid),
        trace("scatter", "all else being equal (the adjustment)", months, factors));
  }

  private static String trace(String type, String name, List<String> x, List<Double> y) {
    return object(
        field("type", text(type)),
        field("name", text(name)),
        field("x", texts(x)),
        field("y", numbers(y)));
  }

  /** NaN where nothing was sold. */
  private static double median(List<Sale> sales) {
    double[] prices = sales.stream().mapToDouble(Sale::price).sorted().toArray();
    int half = prices.length / 2;
    if (prices.length == 0) {
      return Double.NaN;
    }
    return prices.length % 2 == 1
        ? prices[half]
        : Arrays.stream(prices, half - 1, half + 1).sum() / 2;
  }
}
