package io.throughline.selection.statistics.sample;

import java.math.BigDecimal;
import java.math.MathContext;

/** Exact arithmetic on sums. */
final class Sums {
  private Sums() {}

  /** (n Σxy - Σx Σy) / (n (n - 1)), rounded once. */
  static double covariance(BigDecimal n, BigDecimal sumX, BigDecimal sumY, BigDecimal sumXY) {
    return n.multiply(sumXY)
        .subtract(sumX.multiply(sumY))
        .divide(n.multiply(n.subtract(BigDecimal.ONE)), MathContext.DECIMAL64)
        .doubleValue();
  }
}
