package io.throughline.selection.statistics.distribution;

import org.apache.commons.numbers.fraction.ContinuedFraction;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t distribution. Probabilities and densities come from Commons; added are the logarithm
 * of a tail that underflows, and a quantile that costs two tails instead of a bracketing search.
 *
 * @param degreesOfFreedom positive, not necessarily whole
 */
public record StudentT(double degreesOfFreedom) implements Symmetric {

  /** Below this a probability has lost digits to gradual underflow. */
  private static final double UNDERFLOW = 1e-290;

  /**
   * With more degrees of freedom the terms that the expansion leaves out are below the rounding,
   * for p from 1e-9 on.
   */
  private static final double EXPANSION_SUFFICES = 2e4;

  private static final double RELATIVE_STEP = 1e-15;
  private static final int STEPS = 8;

  /** Refuses degrees of freedom that are not positive. */
  public StudentT {
    if (!(degreesOfFreedom > 0)) {
      throw new IllegalArgumentException(
          "Degrees of freedom are " + degreesOfFreedom + ", but must be positive");
    }
  }

  /** P(T &lt;= t). */
  public double cumulative(double t) {
    return TDistribution.of(degreesOfFreedom).cumulativeProbability(t);
  }

  /** P(from &lt; T &lt;= to). */
  public double between(double from, double to) {
    return TDistribution.of(degreesOfFreedom).probability(from, to);
  }

  @Override
  public double logSurvival(double t) {
    TDistribution distribution = TDistribution.of(degreesOfFreedom);
    if (t <= 0) {
      return Math.log1p(-distribution.survivalProbability(-t));
    }
    double p = distribution.survivalProbability(t);
    return p > UNDERFLOW ? Math.log(p) : logFarTail(t);
  }

  /**
   * log of I_x(v/2, 1/2)/2 with x = v/(v + t^2), by the continued fraction of the incomplete beta
   * function (Abramowitz and Stegun 1964, 26.5.8 and 26.7.1), which converges at once in the far
   * tail.
   */
  private double logFarTail(double t) {
    double a = degreesOfFreedom / 2;
    double b = 0.5;
    double ratio = t / degreesOfFreedom * t;
    double logX =
        -(ratio < 1e300 ? Math.log1p(ratio) : 2 * Math.log(t) - Math.log(degreesOfFreedom));
    double log1mX = -Math.log1p(1 / ratio);
    double x = Math.exp(logX);
    double fraction = new BetaFraction(a, b).evaluate(x, 1e-15, 100_000);
    return a * logX
        + b * log1mX
        - Math.log(a)
        - LogBeta.value(a, b)
        - Math.log(fraction)
        - Math.log(2);
  }

  /**
   * The x with P(T &gt; x) = p: Hill's expansion as a start, polished by Halley's iteration on
   * Commons' tail.
   */
  @Override
  public double upperQuantile(double p) {
    if (p > 0.5) {
      return -upperQuantile(1 - p);
    }
    TDistribution distribution = TDistribution.of(degreesOfFreedom);
    if (degreesOfFreedom < 2 || p < 1e-9) {
      return distribution.inverseSurvivalProbability(p);
    }
    double t = start(StandardNormal.INSTANCE.upperQuantile(p));
    if (degreesOfFreedom > EXPANSION_SUFFICES) {
      return t;
    }
    for (int i = 0; i < STEPS; i++) {
      double newton = (distribution.survivalProbability(t) - p) / distribution.density(t);
      double curvature = t * (degreesOfFreedom + 1) / (degreesOfFreedom + t * t);
      double step = newton / (1 - newton * curvature / 2);
      t += step;
      if (Math.abs(newton * newton * newton) <= RELATIVE_STEP * (1e-3 + t)) {
        return t;
      }
    }
    return distribution.inverseSurvivalProbability(p);
  }

  /** Four terms of the expansion about the normal quantile (Abramowitz and Stegun 1964, 26.7.5). */
  private double start(double z) {
    double v = degreesOfFreedom;
    double s = z * z;
    double g1 = z * (s + 1) / 4;
    double g2 = z * ((5 * s + 16) * s + 3) / 96;
    double g3 = z * (((3 * s + 19) * s + 17) * s - 15) / 384;
    double g4 = z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160;
    return z + (g1 + (g2 + (g3 + g4 / v) / v) / v) / v;
  }

  /** The reciprocal of the fraction 26.5.8. */
  private static final class BetaFraction extends ContinuedFraction {
    private final double a;
    private final double b;

    BetaFraction(double a, double b) {
      this.a = a;
      this.b = b;
    }

    @Override
    protected double getB(int n, double x) {
      return 1;
    }

    @Override
    protected double getA(int n, double x) {
      int m = n / 2;
      if (n % 2 == 0) {
        return m * (b - m) * x / ((a + n - 1) * (a + n));
      }
      return -(a + m) / (a + n - 1) * ((a + b + m) / (a + n)) * x;
    }
  }
}
