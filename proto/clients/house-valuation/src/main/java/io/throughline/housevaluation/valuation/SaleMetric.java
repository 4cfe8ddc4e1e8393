package io.throughline.housevaluation.valuation;

import io.throughline.housevaluation.sale.Sale;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What is measured of a valuation for one sale. */
public enum SaleMetric {
  /**
   * The squared difference of the logarithms of valuation and price; its mean's root is the RMSE.
   */
  SQUARED_ERROR_LOG_PRICE {
    @Override
    double of(double price, double valued) {
      double difference = Math.log(valued) - Math.log(price);
      return difference * difference;
    }
  },
  /** How far off the valuation was, in US dollars. */
  ABSOLUTE_ERROR_USD {
    @Override
    double of(double price, double valued) {
      return Math.abs(valued - price);
    }
  },
  /** The relative error with its sign: 0.1 is a valuation ten per cent above the price. */
  BIAS {
    @Override
    double of(double price, double valued) {
      return valued / price - 1;
    }
  },
  /**
   * What the error puts at risk, in US dollars: an over-priced house stays unsold, so each dollar
   * too many counts twice.
   */
  MONEY_AT_RISK_USD {
    @Override
    double of(double price, double valued) {
      return valued > price ? 2 * (valued - price) : price - valued;
    }
  };

  /** The name among the metrics of a model. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One score for each sale. */
  public List<Double> scores(List<Sale> sales, double[] logPrices) {
    return IntStream.range(0, logPrices.length)
        .mapToObj(i -> of(sales.get(i).price(), Math.exp(logPrices[i])))
        .toList();
  }

  abstract double of(double price, double valued);

  /** The root mean squared error of the logarithm of the price. */
  public static double rmseOfLogPrice(List<Sale> sales, double[] logPrices) {
    return Math.sqrt(
        SQUARED_ERROR_LOG_PRICE.scores(sales, logPrices).stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElseThrow());
  }
}
