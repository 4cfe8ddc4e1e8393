package io.throughline.housevaluation.figure;

import static io.throughline.housevaluation.figure.Plotly.field;
import static io.throughline.housevaluation.figure.Plotly.numbers;
import static io.throughline.housevaluation.figure.Plotly.object;
import static io.throughline.housevaluation.figure.Plotly.text;
import static io.throughline.housevaluation.figure.Plotly.texts;

import io.throughline.housevaluation.sale.Sale;
import java.util.List;
import java.util.stream.DoubleStream;

/** How the relative error of a model depends on what it says. */
public final class ResidualPlot {

  private ResidualPlot() {}

  /**
   * Draws the plot.
   *
   * @param logPrices what the model says of each sale
   * @param bias the signed relative error for each sale
   * @return plotly JSON
   */
  public static String of(List<Sale> sales, double[] logPrices, List<Double> bias) {
    List<Double> valued = DoubleStream.of(logPrices).map(Math::exp).boxed().toList();
    return Plotly.figure(
        "Residuals on sales that the model never saw",
        "valuation (USD)",
        "relative error (0.1: valued 10 % above the price)",
        object(
            field("type", text("scatter")),
            field("mode", text("markers")),
            field("name", text("sales")),
            field("x", numbers(valued)),
            field("y", numbers(bias)),
            field("text", texts(sales.stream().map(Sale::id).toList()))));
  }
}
