package io.throughline.selection.statistics.distribution;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The noncentral t distribution: (Z + δ) / √(χ²/ν), which the power of a t test follows. Computed
 * from its definition, by integrating the normal tail over the distribution of χ² (Johnson, Kotz
 * and Balakrishnan 1995, "Continuous univariate distributions" 2, chapter 31).
 *
 * @param degreesOfFreedom ν, positive
 * @param noncentrality δ
 */
public record NoncentralT(double degreesOfFreedom, double noncentrality) {

  private static final double NEGLIGIBLE = 1e-17;
  private static final int PANELS = 40;

  /** P(T &gt; t). */
  public double survival(double t) {
    return expectation(scale -> StandardNormal.cumulative(noncentrality - t * scale));
  }

  /** P(T &lt;= t). */
  public double cumulative(double t) {
    return expectation(scale -> StandardNormal.cumulative(t * scale - noncentrality));
  }

  private double expectation(DoubleUnaryOperator given) {
    ChiSquaredDistribution chiSquare = ChiSquaredDistribution.of(degreesOfFreedom);
    double from = Math.sqrt(chiSquare.inverseCumulativeProbability(NEGLIGIBLE));
    double to = Math.sqrt(chiSquare.inverseSurvivalProbability(NEGLIGIBLE));
    double root = Math.sqrt(degreesOfFreedom);
    return Quadrature.integrate(
        chi -> 2 * chi * chiSquare.density(chi * chi) * given.applyAsDouble(chi / root),
        from,
        to,
        PANELS);
  }
}
