package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.NormalOrder;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.synthesis.RandomEffects;
import io.throughline.selection.statistics.synthesis.RandomEffects.Estimator;
import io.throughline.selection.statistics.synthesis.RandomEffects.Inference;

/**
 * The best of K candidates looks better than it is. Empirical Bayes pulls every candidate towards
 * the common mean, θ̂_i = μ + τ²/(τ² + s_i²) (y_i - μ), with τ² by restricted maximum likelihood
 * (Efron and Morris 1973, JASA 68; for experiments Lee and Shen 2018, "Winner's curse", KDD).
 *
 * @param selected index of the candidate with the highest observed value
 * @param observed that value, which overstates
 * @param shrunkenSelected its shrunken value, with the interval of an empirical Bayes posterior:
 *     variance τ²s²/(τ² + s²) and that of μ (Morris 1983, JASA 78; τ² counts as known)
 * @param shrunken the shrunken value of each candidate
 * @param commonMean μ
 * @param tauSquared the variance of true values between candidates
 * @param candidates K: "selected from K"
 * @param method how it was computed
 */
public record WinnersCurse(
    int selected,
    double observed,
    Estimate shrunkenSelected,
    double[] shrunken,
    double commonMean,
    double tauSquared,
    long candidates,
    Method method) {

  /**
   * Shrinks observed values, more being better.
   *
   * @param values of each candidate
   * @param standardErrors of each value, positive
   * @return NOT_COMPUTABLE below two candidates
   */
  public static Result<WinnersCurse> shrink(
      double[] values, double[] standardErrors, double level) {
    double[] variances = new double[standardErrors.length];
    for (int i = 0; i < variances.length; i++) {
      variances[i] = standardErrors[i] * standardErrors[i];
    }
    return RandomEffects.of(values, variances, Estimator.REML, Inference.NORMAL, level)
        .flatMap(
            fit -> {
              int selected = 0;
              for (int i = 1; i < values.length; i++) {
                selected = values[i] > values[selected] ? i : selected;
              }
              int best = selected;
              double weight = fit.tauSquared() / (fit.tauSquared() + variances[best]);
              double standardError =
                  Math.hypot(
                      Math.sqrt(weight) * standardErrors[best],
                      (1 - weight) * fit.effect().standardError().getAsDouble());
              return Pivot.NORMAL
                  .estimate(
                      fit.shrunken()[best],
                      standardError,
                      level,
                      Method.EMPIRICAL_BAYES,
                      values.length)
                  .map(
                      estimate ->
                          new WinnersCurse(
                              best,
                              values[best],
                              estimate,
                              fit.shrunken(),
                              fit.effect().value(),
                              fit.tauSquared(),
                              values.length,
                              Method.EMPIRICAL_BAYES));
            });
  }

  /** By how many standard errors the best of K equal candidates is expected to overstate itself. */
  public static double expectedExcess(int candidates) {
    return new NormalOrder(candidates).expectedMaximum();
  }
}
