package io.throughline.selection.cell;

import java.math.BigDecimal;

/**
 * The sums of some cells together, in steps of the metric's measures, as {@link CellSums} has them.
 *
 * @param n how many units
 * @param y the sum of the units' totals
 * @param x the sum of their covariates or, of a ratio, of their denominators
 * @param yy the sum of y²
 * @param xx the sum of x²
 * @param xy the sum of x y
 * @param bins for a quantile: the units of each bin
 */
public record CellTotals(
    long n,
    BigDecimal y,
    BigDecimal x,
    BigDecimal yy,
    BigDecimal xx,
    BigDecimal xy,
    BinCounts bins) {

  /** No unit. */
  public static final CellTotals NONE =
      new CellTotals(
          0,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          BinCounts.NONE);

  /** The totals of one cell. */
  public static CellTotals of(CellSums sums) {
    return new CellTotals(
        sums.n(),
        new BigDecimal(sums.y()),
        new BigDecimal(sums.x()),
        new BigDecimal(sums.yy()),
        new BigDecimal(sums.xx()),
        new BigDecimal(sums.xy()),
        BinCounts.of(sums.bins()));
  }

  /** Both together. */
  public CellTotals plus(CellTotals other) {
    return new CellTotals(
        n + other.n,
        y.add(other.y),
        x.add(other.x),
        yy.add(other.yy),
        xx.add(other.xx),
        xy.add(other.xy),
        bins.plus(other.bins));
  }
}
