package io.throughline.selection.statistics;

import java.util.Locale;

/**
 * A p-value, kept as its natural logarithm so that overwhelming evidence neither vanishes nor
 * becomes zero.
 *
 * @param log the natural logarithm of p: at most 0, never NaN
 */
public record PValue(double log) implements Comparable<PValue> {

  private static final double SHOWN_DOWN_TO = 1e-16;

  /** Refuses what is no logarithm of a probability; a rounding error above 0 becomes 0. */
  public PValue {
    if (Double.isNaN(log) || log > 1e-9) {
      throw new IllegalArgumentException(log + " is no logarithm of a probability");
    }
    log = Math.min(log, 0.0);
  }

  /** The p-value of a probability that is given directly. */
  public static PValue of(double p) {
    return new PValue(Math.log(p));
  }

  /**
   * The probability itself; 0 where it is below the smallest double, though {@link #log} still
   * tells it.
   */
  public double value() {
    return Math.exp(log);
  }

  /** Whether p is less than alpha, decided on the log scale. */
  public boolean isBelow(double alpha) {
    return log < Math.log(alpha);
  }

  /** For a person: four digits, or {@code <1e-16}. */
  @Override
  public String toString() {
    double p = value();
    return p < SHOWN_DOWN_TO ? "<1e-16" : String.format(Locale.ROOT, "%.4g", p);
  }

  @Override
  public int compareTo(PValue other) {
    return Double.compare(log, other.log);
  }
}
