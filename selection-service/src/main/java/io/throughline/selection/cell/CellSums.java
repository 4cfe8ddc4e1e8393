package io.throughline.selection.cell;

import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exact sums of a cell, in steps of the metric's measures: y is a unit's total, x its covariate
 * or, of a ratio, its denominator.
 */
public final class CellSums {
  private long n;
  private final Wide y = new Wide();
  private final Wide x = new Wide();
  private final Wide yy = new Wide();
  private final Wide xx = new Wide();
  private final Wide xy = new Wide();
  private final SortedMap<Integer, Long> bins = new TreeMap<>();

  /** Adds a unit or, with a sign of -1, takes it away. */
  void add(long unitY, long unitX, int sign) {
    n += sign;
    y.add(unitY, sign);
    x.add(unitX, sign);
    yy.add(unitY, sign * unitY);
    xx.add(unitX, sign * unitX);
    xy.add(unitX, sign * unitY);
  }

  /** Adds a unit that is only counted in a bin, or takes it away. */
  void addToBin(int bin, int sign) {
    n += sign;
    bins.merge(bin, (long) sign, CellSums::sumOrNull);
  }

  private static Long sumOrNull(Long one, Long other) {
    long sum = one + other;
    return sum == 0 ? null : sum;
  }

  /** How many units. */
  public long n() {
    return n;
  }

  public BigInteger y() {
    return y.value();
  }

  public BigInteger x() {
    return x.value();
  }

  public BigInteger yy() {
    return yy.value();
  }

  public BigInteger xx() {
    return xx.value();
  }

  public BigInteger xy() {
    return xy.value();
  }

  /** For a quantile: the units of each bin. */
  public SortedMap<Integer, Long> bins() {
    return bins;
  }

  /** Whether it says nothing. */
  public boolean isZero() {
    return n == 0
        && y.isZero()
        && x.isZero()
        && yy.isZero()
        && xx.isZero()
        && xy.isZero()
        && bins.isEmpty();
  }
}
