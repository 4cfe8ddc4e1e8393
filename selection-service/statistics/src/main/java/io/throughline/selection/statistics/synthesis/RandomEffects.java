package io.throughline.selection.statistics.synthesis;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.Arrays;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * What several experiments say together, when their true effects differ: y_i ~ N(x_i'β, v_i + τ²).
 * τ² by restricted maximum likelihood (Viechtbauer 2005, "Bias and efficiency of meta-analytic
 * variance estimators in the random-effects model") or by moments (DerSimonian and Laird 1986);
 * intervals normal or by Knapp and Hartung 2003, "Improved tests for a random effects
 * meta-regression with a single covariate", Statistics in Medicine 22.
 */
public final class RandomEffects {

  /** With fewer experiments per moderator the result is flagged as a description. */
  public static final int EXPERIMENTS_PER_MODERATOR = 10;

  private RandomEffects() {}

  /** How the variance between experiments is estimated. */
  public enum Estimator {
    /** Restricted maximum likelihood. */
    REML,
    /** The moments of DerSimonian and Laird. */
    DERSIMONIAN_LAIRD,
    /** None: one common effect. */
    COMMON_EFFECT
  }

  /** Which distribution intervals and p-values come from. */
  public enum Inference {
    /** Standard normal: too narrow for few experiments. */
    NORMAL,
    /** Student's t with the scale of Knapp and Hartung. */
    KNAPP_HARTUNG
  }

  /** REML with Knapp-Hartung intervals, no moderators: the customary choice. */
  public static Result<RandomEffectsFit> of(double[] effects, double[] variances, double level) {
    return fit(effects, variances, new double[0][], Estimator.REML, Inference.KNAPP_HARTUNG, level);
  }

  /** No moderators, any estimator. */
  public static Result<RandomEffectsFit> of(
      double[] effects,
      double[] variances,
      Estimator estimator,
      Inference inference,
      double level) {
    return fit(effects, variances, new double[0][], estimator, inference, level);
  }

  /**
   * A meta-regression on moderators.
   *
   * @param effects y, one per experiment
   * @param variances v, the squared standard errors, positive
   * @param moderators columns of one value per experiment; the intercept is added
   * @return NOT_COMPUTABLE with fewer than two experiments more than coefficients, or dependent
   *     moderators; with the caveat {@link Caveat#DESCRIPTIVE} below {@link
   *     #EXPERIMENTS_PER_MODERATOR} experiments per moderator
   */
  public static Result<RandomEffectsFit> fit(
      double[] effects,
      double[] variances,
      double[][] moderators,
      Estimator estimator,
      Inference inference,
      double level) {
    Levels.check(level);
    Levels.sameLength(effects.length, variances.length, "variances");
    int k = effects.length;
    int p = moderators.length + 1;
    if (k < p + 1) {
      return Result.notComputable(
          k == 0 ? Reason.EMPTY : Reason.TOO_FEW_UNITS,
          k + " experiments are too few for " + p + " coefficients and a variance");
    }
    double scale = 0;
    for (int i = 0; i < k; i++) {
      if (!Double.isFinite(effects[i]) || !(variances[i] > 0) || Double.isInfinite(variances[i])) {
        return Result.notComputable(
            Reason.NOT_FINITE,
            "Experiment " + i + " has effect " + effects[i] + " and variance " + variances[i]);
      }
      scale = Math.max(scale, Math.sqrt(variances[i]));
    }
    double[][] columns = new double[p][];
    columns[0] = new double[k];
    Arrays.fill(columns[0], 1);
    for (int j = 1; j < p; j++) {
      Levels.sameLength(k, moderators[j - 1].length, "moderators");
      columns[j] = moderators[j - 1];
    }
    double[] y = new double[k];
    double[] v = new double[k];
    for (int i = 0; i < k; i++) {
      y[i] = effects[i] / scale;
      v[i] = variances[i] / scale / scale;
    }
    VarianceModel model = new VarianceModel(y, v, columns);
    if (LeastSquares.of(columns, model.weights(0)).isEmpty()) {
      return Result.notComputable(
          Reason.INCONSISTENT, "The moderators depend on each other or on the intercept");
    }
    double tauSquared =
        switch (estimator) {
          case REML -> model.restrictedMaximumLikelihood();
          case DERSIMONIAN_LAIRD -> model.moments();
          case COMMON_EFFECT -> 0;
        };
    if (!Double.isFinite(tauSquared)) {
      return Result.notComputable(
          Reason.NO_CONVERGENCE, "The variance between experiments did not settle");
    }
    Result<RandomEffectsFit> fit =
        RandomEffectsFit.of(model, tauSquared, scale, method(estimator), inference, level);
    boolean few = k < EXPERIMENTS_PER_MODERATOR * moderators.length;
    return few ? fit.map(f -> f.with(Caveat.DESCRIPTIVE)) : fit;
  }

  private static Method method(Estimator estimator) {
    return switch (estimator) {
      case REML -> Method.RANDOM_EFFECTS_REML;
      case DERSIMONIAN_LAIRD -> Method.RANDOM_EFFECTS_DL;
      case COMMON_EFFECT -> Method.COMMON_EFFECT;
    };
  }

  /** The model on a scale where the largest standard error is 1. */
  record VarianceModel(double[] y, double[] v, double[][] columns) {

    LeastSquares at(double tauSquared) {
      return LeastSquares.of(columns, weights(tauSquared)).orElseThrow();
    }

    double[] weights(double tauSquared) {
      return Arrays.stream(v).map(variance -> 1 / (variance + tauSquared)).toArray();
    }

    int degreesOfFreedom() {
      return y.length - columns.length;
    }

    /** Cochran's Q: the weighted residual sum of squares of the common effect. */
    double q() {
      return Arrays.stream(at(0).weightedResiduals(y)).map(r -> r * r).sum();
    }

    /** tr(P), Σ w (1 - leverage), at a τ² of zero. */
    double trace() {
      return trace(weights(0), at(0));
    }

    private static double trace(double[] weights, LeastSquares fit) {
      double[] leverages = fit.leverages();
      double trace = 0;
      for (int i = 0; i < weights.length; i++) {
        trace += weights[i] * (1 - leverages[i]);
      }
      return trace;
    }

    double moments() {
      return Math.max(0, (q() - degreesOfFreedom()) / trace());
    }

    /** Twice the derivative of the restricted log likelihood in τ²: y'PPy - tr(P). */
    private double score(double tauSquared) {
      double[] weights = weights(tauSquared);
      LeastSquares fit = at(tauSquared);
      double[] residuals = fit.weightedResiduals(y);
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * residuals[i] * residuals[i];
      }
      return sum - trace(weights, fit);
    }

    double restrictedMaximumLikelihood() {
      if (score(0) <= 0) {
        return 0;
      }
      double high = Math.max(1e-3, moments());
      while (score(high) > 0) {
        high *= 4;
        if (!(high < 1e300)) {
          return Double.NaN;
        }
      }
      return new BrentSolver(1e-15, 1e-300, 1e-15).findRoot(this::score, 0, high);
    }
  }
}
