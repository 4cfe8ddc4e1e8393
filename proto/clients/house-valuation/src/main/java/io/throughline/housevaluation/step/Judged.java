package io.throughline.housevaluation.step;

import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.valuation.SaleMetric;
import java.util.List;

/** A model beside the sales that judge it. */
public final class Judged {

  private final Trained trained;
  private final List<Sale> sales;
  private final double[] logPrices;

  Judged(Trained trained, List<Sale> sales, double[] logPrices) {
    this.trained = trained;
    this.sales = List.copyOf(sales);
    this.logPrices = logPrices.clone();
  }

  /** The model. */
  public Trained trained() {
    return trained;
  }

  /** One score for each sale. */
  public List<Double> scores(SaleMetric metric) {
    return metric.scores(sales, logPrices);
  }

  /** The mean of a metric over the sales. */
  public double mean(SaleMetric metric) {
    return scores(metric).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The root mean squared error of the log price. */
  public double rmse() {
    return Math.sqrt(mean(SaleMetric.SQUARED_ERROR_LOG_PRICE));
  }
}
