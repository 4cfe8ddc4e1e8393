package io.throughline.housevaluation.step;

import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.valuation.SaleMetric;
import java.util.List;

/** What a model says of sales that nothing was chosen by, beside what was paid. */
public final class Judgement {

  private final List<Sale> sales;
  private final double[] logPrices;

  Judgement(List<Sale> sales, double[] logPrices) {
    this.sales = List.copyOf(sales);
    this.logPrices = logPrices.clone();
  }

  /** One score for each sale. */
  public List<Double> of(SaleMetric metric) {
    return metric.scores(sales, logPrices);
  }

  /** The mean of a metric over the sales. */
  public double mean(SaleMetric metric) {
    return of(metric).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The root mean squared error of the log price. */
  public double rmse() {
    return Math.sqrt(mean(SaleMetric.SQUARED_ERROR_LOG_PRICE));
  }
}
