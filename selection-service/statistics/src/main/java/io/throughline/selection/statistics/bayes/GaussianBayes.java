package io.throughline.selection.statistics.bayes;

import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.distribution.StandardNormal;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * A normal effect with a normal prior, weighted by precision (Gelman et al. 2013, "Bayesian data
 * analysis", 2.5); losses by the truncated normal mean.
 */
public final class GaussianBayes {
  private GaussianBayes() {}

  /** Under a flat prior. */
  public static Result<Posterior> flat(Effect effect, double level) {
    return posterior(effect, 0, 0, level);
  }

  /** Under a normal prior of this mean and variance. */
  public static Result<Posterior> of(
      Effect effect, double priorMean, double priorVariance, double level) {
    if (!(priorVariance > 0)) {
      throw new IllegalArgumentException(
          "priorVariance is " + priorVariance + ", but must be positive");
    }
    return posterior(effect, priorMean, 1 / priorVariance, level);
  }

  private static Result<Posterior> posterior(
      Effect effect, double priorMean, double priorPrecision, double level) {
    Levels.check(level);
    double se = effect.standardError();
    if (!(se > 0)) {
      return Result.notComputable(
          Reason.ZERO_VARIANCE, "Nothing varies, so there is no standard error");
    }
    double priorWeight = priorPrecision * se * se / (1 + priorPrecision * se * se);
    double mean = effect.value() + priorWeight * (priorMean - effect.value());
    double sd = se / Math.sqrt(1 + priorPrecision * se * se);
    double half = StandardNormal.INSTANCE.upperQuantile((1 - level) / 2) * sd;
    if (!Double.isFinite(mean) || !Double.isFinite(half) || !(sd > 0)) {
      return Result.notComputable(
          Reason.OUT_OF_RANGE, "Effect or standard error left the range of a double");
    }
    double z = mean / sd;
    return Result.computed(
        new Posterior(
            mean,
            sd,
            new Interval(mean - half, mean + half, level),
            StandardNormal.cumulative(z),
            sd * shortfall(z),
            sd * shortfall(-z),
            Method.GAUSSIAN_BAYES,
            effect.n()));
  }

  /** E[max(-(Z + z), 0)] = φ(z) - z Φ(-z), for z &gt; 0 by the scaled tail to keep its digits. */
  private static double shortfall(double z) {
    double density = StandardNormal.density(z);
    if (z <= 0) {
      return density - z * StandardNormal.cumulative(-z);
    }
    double mills = Math.sqrt(Math.PI / 2) * Erfcx.value(z / Math.sqrt(2));
    return density * (1 - z * mills);
  }
}
