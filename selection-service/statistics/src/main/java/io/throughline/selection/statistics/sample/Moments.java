package io.throughline.selection.statistics.sample;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;

/**
 * The sufficient statistics of one number per unit.
 *
 * @param n how many units, 0 allowed
 * @param mean their mean, 0 without units
 * @param variance their sample variance (divisor n - 1), 0 below two units
 */
public record Moments(long n, double mean, double variance) {

  /** The least share of the mean square that a variance from sums in doubles must have. */
  public static final double DOUBLE_SUMS_TELL = 1e-14;

  /** No unit: the neutral element of {@link #plus}. */
  public static final Moments NONE = new Moments(0, 0, 0);

  /** Refuses a negative n or variance. */
  public Moments {
    if (n < 0 || variance < 0) {
      throw new IllegalArgumentException("No moments: n " + n + ", variance " + variance);
    }
  }

  /**
   * Whether both numbers are finite. They are not where a unit's number was not, or where the
   * variance is beyond a double; every comparison then says so.
   */
  public boolean isFinite() {
    return Double.isFinite(mean) && Double.isFinite(variance);
  }

  /** The moments of these units' numbers. */
  public static Moments of(double... values) {
    if (values.length == 0) {
      return NONE;
    }
    double variance = values.length < 2 ? 0 : Variance.of(values).getAsDouble();
    return new Moments(values.length, Mean.of(values).getAsDouble(), variance);
  }

  /**
   * The moments of exact sums. The subtraction n Σy² - (Σy)² is exact, so the variance keeps its
   * digits however large the mean.
   *
   * @param sum Σy
   * @param sumOfSquares Σy²
   */
  public static Moments ofSums(long n, BigDecimal sum, BigDecimal sumOfSquares) {
    if (n == 0) {
      return NONE;
    }
    BigDecimal count = BigDecimal.valueOf(n);
    double mean = sum.divide(count, MathContext.DECIMAL64).doubleValue();
    return new Moments(n, mean, n < 2 ? 0 : Sums.covariance(count, sum, sum, sumOfSquares));
  }

  /**
   * The same for sums that doubles hold. A variance below {@link #DOUBLE_SUMS_TELL} of the mean
   * square cannot be told from the sums' own rounding, and counts as zero.
   */
  public static Moments ofSums(long n, double sum, double sumOfSquares) {
    if (n == 0 || !Double.isFinite(sum) || !Double.isFinite(sumOfSquares)) {
      return n == 0 ? NONE : new Moments(n, sum / n, Double.NaN);
    }
    BigDecimal count = BigDecimal.valueOf(n);
    BigDecimal exact = new BigDecimal(sum);
    double variance =
        n < 2 ? 0 : Sums.covariance(count, exact, exact, new BigDecimal(sumOfSquares));
    boolean rounding = Math.abs(variance) <= DOUBLE_SUMS_TELL * (sumOfSquares / n);
    return new Moments(n, sum / n, rounding ? 0 : variance);
  }

  /**
   * The moments of both samples together (Chan, Golub and LeVeque 1983, "Algorithms for computing
   * the sample variance").
   */
  public Moments plus(Moments other) {
    if (n == 0) {
      return other;
    }
    if (other.n == 0) {
      return this;
    }
    double total = (double) n + other.n;
    double shift = other.mean - mean;
    double within =
        variance * ((n - 1) / (total - 1)) + other.variance * ((other.n - 1) / (total - 1));
    double between = shift * (n / total) * (shift * (other.n / (total - 1)));
    return new Moments(n + other.n, mean + shift * (other.n / total), within + between);
  }

  /** The moments of a y + b. */
  public Moments transform(double factor, double offset) {
    return new Moments(n, factor * mean + offset, factor * variance * factor);
  }

  /** The squared standard error of the mean, 0 below two units. */
  public double meanVariance() {
    return n == 0 ? 0 : variance / n;
  }
}
