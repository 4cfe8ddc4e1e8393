package io.throughline.selection.statistics.bayes;

import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.Quadrature;
import io.throughline.selection.statistics.sample.Proportion;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Two shares of success with beta priors (Gelman et al. 2013, "Bayesian data analysis", 2.4). The
 * expected loss E[max(θ_C - θ_T, 0)] is ∫ F_T(x) (1 - F_C(x)) dx, whose integrand is positive, so
 * small losses keep their digits where the closed sums cancel (Stucchi 2015, "Bayesian A/B testing
 * at VWO").
 *
 * @param priorSuccesses a of the Beta(a, b) prior of both shares, positive
 * @param priorFailures b of it, positive
 */
public record BetaBinomial(double priorSuccesses, double priorFailures) {

  /** The uniform prior. */
  public static final BetaBinomial UNIFORM = new BetaBinomial(1, 1);

  private static final int PANELS = 60;
  private static final double SPREADS = 12;

  /** Refuses a prior that is none. */
  public BetaBinomial {
    if (!(priorSuccesses > 0) || !(priorFailures > 0)) {
      throw new IllegalArgumentException("No prior: " + priorSuccesses + ", " + priorFailures);
    }
  }

  /** The posterior of treatment - control; without units it is the prior's. */
  public Result<Posterior> difference(Proportion treatment, Proportion control, double level) {
    Levels.check(level);
    BetaDistribution t = posterior(treatment);
    BetaDistribution c = posterior(control);
    double mean = t.getMean() - c.getMean();
    double sd = Math.sqrt(t.getVariance() + c.getVariance());
    double chance = integrate(t, c, x -> c.density(x) * t.survivalProbability(x));
    return Result.computed(
        new Posterior(
            mean,
            sd,
            new Interval(quantile(t, c, (1 - level) / 2), quantile(t, c, (1 + level) / 2), level),
            Math.min(1, chance),
            integrate(t, c, x -> t.cumulativeProbability(x) * c.survivalProbability(x)),
            integrate(t, c, x -> c.cumulativeProbability(x) * t.survivalProbability(x)),
            Method.BETA_BINOMIAL,
            Math.addExact(treatment.n(), control.n())));
  }

  private BetaDistribution posterior(Proportion proportion) {
    return BetaDistribution.of(
        priorSuccesses + proportion.successes(), priorFailures + proportion.failures());
  }

  private static double quantile(BetaDistribution t, BetaDistribution c, double p) {
    return new BrentSolver(1e-12, 1e-12, 1e-14)
        .findRoot(
            d -> integrate(t, c, x -> c.density(x) * t.cumulativeProbability(x + d)) - p, -1, 1);
  }

  private static double integrate(
      BetaDistribution t, BetaDistribution c, DoubleUnaryOperator function) {
    double[] breaks = {from(t), from(c), to(t), to(c)};
    Arrays.sort(breaks);
    double total = 0;
    for (int i = 1; i < breaks.length; i++) {
      double start = breaks[i - 1];
      double width = breaks[i] - start;
      // The cubic step tames the density's singularity at 0 or 1 under a prior below 1.
      total +=
          Quadrature.integrate(
              s ->
                  function.applyAsDouble(start + width * s * s * (3 - 2 * s))
                      * 6
                      * s
                      * (1 - s)
                      * width,
              0,
              width > 0 ? 1 : 0,
              PANELS);
    }
    return total;
  }

  private static double from(BetaDistribution beta) {
    return Math.max(0, beta.getMean() - SPREADS * Math.sqrt(beta.getVariance()));
  }

  private static double to(BetaDistribution beta) {
    return Math.min(1, beta.getMean() + SPREADS * Math.sqrt(beta.getVariance()));
  }
}
