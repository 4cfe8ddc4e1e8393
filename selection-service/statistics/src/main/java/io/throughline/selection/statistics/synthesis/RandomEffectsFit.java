package io.throughline.selection.statistics.synthesis;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.ChiSquare;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.synthesis.RandomEffects.Inference;
import io.throughline.selection.statistics.synthesis.RandomEffects.VarianceModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A fitted random-effects model.
 *
 * @param coefficients the intercept (without moderators: the mean effect), then one slope per
 *     moderator
 * @param tauSquared the variance of true effects between experiments, beyond the moderators
 * @param iSquared the share of the observed variance that τ² is of (Higgins and Thompson 2002),
 *     between 0 and 1
 * @param q Cochran's Q, the test of τ² = 0
 * @param qPValue its p-value, chi-square with k - p degrees of freedom
 * @param predictionInterval for the true effect of a new experiment whose moderators are all 0
 *     (Higgins, Thompson and Spiegelhalter 2009)
 * @param shrunken the best linear unbiased prediction of each experiment's true effect
 * @param method how τ² was estimated
 * @param n k, how many experiments
 */
public record RandomEffectsFit(
    List<Estimate> coefficients,
    double tauSquared,
    double iSquared,
    double q,
    PValue qPValue,
    Interval predictionInterval,
    double[] shrunken,
    Method method,
    long n) {

  /** Copies the list. */
  public RandomEffectsFit {
    coefficients = List.copyOf(coefficients);
  }

  /** The mean effect, or with moderators the intercept. */
  public Estimate effect() {
    return coefficients.get(0);
  }

  /**
   * The share of the variance between experiments that moderators explain, against the fit without
   * them.
   */
  public double rSquared(RandomEffectsFit withoutModerators) {
    double total = withoutModerators.tauSquared;
    return total == 0 ? 0 : Math.max(0, (total - tauSquared) / total);
  }

  RandomEffectsFit with(Caveat caveat) {
    return new RandomEffectsFit(
        coefficients.stream().map(estimate -> estimate.with(caveat)).toList(),
        tauSquared,
        iSquared,
        q,
        qPValue,
        predictionInterval,
        shrunken,
        method,
        n);
  }

  static Result<RandomEffectsFit> of(
      VarianceModel model,
      double tauSquared,
      double scale,
      Method method,
      Inference inference,
      double level) {
    LeastSquares fit = model.at(tauSquared);
    int df = model.degreesOfFreedom();
    int k = model.y().length;
    boolean adjusted = inference == Inference.KNAPP_HARTUNG;
    double factor = adjusted ? Math.sqrt(knappHartung(fit, model, df)) : 1;
    Pivot pivot = adjusted ? Pivot.student(df) : Pivot.NORMAL;
    double[] beta = fit.coefficients(model.y());
    List<Estimate> coefficients = new ArrayList<>();
    double interceptError = 0;
    for (int j = 0; j < beta.length; j++) {
      double[] unit = new double[beta.length];
      unit[j] = 1;
      double standardError = factor * Math.sqrt(fit.pointVariance(unit));
      interceptError = j == 0 ? standardError : interceptError;
      Result<Estimate> coefficient =
          pivot.estimate(
              beta[j] * scale, standardError * scale, 0, Alternative.TWO_SIDED, level, method, k);
      if (coefficient instanceof Result.NotComputable<Estimate> none) {
        return Result.notComputable(none.reason(), none.detail());
      }
      coefficients.add(coefficient.orElseThrow());
    }
    double half =
        pivot.distribution().upperQuantile((1 - level) / 2)
            * Math.hypot(interceptError, Math.sqrt(tauSquared));
    double typical = df / model.trace();
    double q = model.q();
    return Result.computed(
        new RandomEffectsFit(
            coefficients,
            tauSquared * scale * scale,
            tauSquared / (tauSquared + typical),
            q,
            ChiSquare.upperTail(q, df),
            new Interval((beta[0] - half) * scale, (beta[0] + half) * scale, level),
            shrunken(model, beta, tauSquared, scale),
            method,
            k));
  }

  private static double knappHartung(LeastSquares fit, VarianceModel model, int df) {
    double sum = 0;
    for (double residual : fit.weightedResiduals(model.y())) {
      sum += residual * residual;
    }
    return sum / df;
  }

  private static double[] shrunken(
      VarianceModel model, double[] beta, double tauSquared, double scale) {
    double[] shrunken = new double[model.y().length];
    for (int i = 0; i < shrunken.length; i++) {
      double fitted = 0;
      for (int j = 0; j < beta.length; j++) {
        fitted += beta[j] * model.columns()[j][i];
      }
      double weight = tauSquared / (tauSquared + model.v()[i]);
      shrunken[i] = (fitted + weight * (model.y()[i] - fitted)) * scale;
    }
    return shrunken;
  }
}
