package io.throughline.selection.statistics.distribution;

import io.throughline.selection.statistics.Levels;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * The largest, and the range, of k independent standard normal numbers (Johnson, Kotz and
 * Balakrishnan 1994, chapter 13): how far the best of k equal models seems above them all, and how
 * far apart the ranks of equal models may be.
 *
 * @param k how many, at least 1
 */
public record NormalOrder(int k) {

  private static final double FAR = 10;
  private static final int PANELS = 40;

  /** Refuses k below 1. */
  public NormalOrder {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + ", but must be at least 1");
    }
  }

  /** The expected largest number, k ∫ z φ(z) Φ(z)^(k-1) dz. */
  public double expectedMaximum() {
    return Quadrature.integrate(
        z -> k * z * StandardNormal.density(z) * power(StandardNormal.cumulative(z)),
        -FAR,
        FAR,
        PANELS);
  }

  /**
   * P(range &lt;= q), the studentised range with infinite degrees of freedom: k ∫ φ(z) (Φ(z) - Φ(z
   * - q))^(k-1) dz.
   */
  public double rangeCumulative(double q) {
    if (q <= 0) {
      return 0;
    }
    double probability =
        Quadrature.integrate(
            z ->
                k
                    * StandardNormal.density(z)
                    * power(StandardNormal.cumulative(z) - StandardNormal.cumulative(z - q)),
            -FAR,
            FAR + Math.min(q, FAR),
            PANELS);
    return Math.min(1, probability);
  }

  /** The q that the range exceeds with probability alpha. */
  public double rangeUpperQuantile(double alpha) {
    Levels.probability(alpha, "alpha");
    return new BrentSolver(1e-13, 1e-13, 1e-15)
        .findRoot(q -> rangeCumulative(q) - (1 - alpha), 0, 2 * FAR);
  }

  private double power(double probability) {
    return Math.pow(probability, k - 1.0);
  }
}
