package io.throughline.selection.policy;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for people. */
public final class Numbers {
  private static final MathContext SHOWN = new MathContext(5);

  private Numbers() {}

  /** Five significant digits, without an exponent where the number is of everyday size. */
  public static String show(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(SHOWN).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    boolean everyday = rounded.signum() == 0 || (exponent > -6 && exponent < 10);
    return everyday ? rounded.toPlainString() : rounded.toString();
  }
}
