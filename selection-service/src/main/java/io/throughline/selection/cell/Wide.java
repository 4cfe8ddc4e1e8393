package io.throughline.selection.cell;

import java.math.BigInteger;

/** A sum of longs and of products of longs, exact to 127 bits. */
final class Wide {
  private static final int WORD = 64;

  private long high;
  private long low;

  /**
   * Adds a product.
   *
   * @throws ArithmeticException where the sum leaves its range
   */
  void add(long a, long b) {
    addWords(Math.multiplyHigh(a, b), a * b);
  }

  private void addWords(long moreHigh, long moreLow) {
    low += moreLow;
    long carry = Long.compareUnsigned(low, moreLow) < 0 ? 1 : 0;
    high = Math.addExact(high, Math.addExact(moreHigh, carry));
  }

  boolean isZero() {
    return high == 0 && low == 0;
  }

  BigInteger value() {
    BigInteger lower = BigInteger.valueOf(low);
    BigInteger unsigned = low < 0 ? lower.add(BigInteger.ONE.shiftLeft(WORD)) : lower;
    return BigInteger.valueOf(high).shiftLeft(WORD).add(unsigned);
  }
}
