package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.sample.Moments;

/**
 * Means of independent arms with unequal variances (Welch 1947, "The generalization of Student's
 * problem when several different population variances are involved", Biometrika 34): t = difference
 * / √(s₁²/n₁ + s₂²/n₂).
 */
public final class WelchT {
  private WelchT() {}

  /** The difference treatment - control with interval and two-sided p-value. */
  public static Result<Estimate> difference(Moments treatment, Moments control, double level) {
    return effect(treatment, control).flatMap(effect -> effect.fixedHorizon(level));
  }

  /** The difference relative to |control mean|. */
  public static Result<Estimate> lift(Moments treatment, Moments control, double level) {
    return relativeEffect(treatment, control).flatMap(effect -> effect.fixedHorizon(level));
  }

  /** The difference, for another question than the two-sided one. */
  public static Result<Effect> effect(Moments treatment, Moments control) {
    return ArmMean.of(treatment)
        .flatMap(t -> ArmMean.of(control).map(c -> Effect.absolute(t, c, Method.WELCH_T)));
  }

  /** The relative difference, for another question than the two-sided one. */
  public static Result<Effect> relativeEffect(Moments treatment, Moments control) {
    return ArmMean.of(treatment)
        .flatMap(
            t -> ArmMean.of(control).flatMap(c -> Effect.relative(t, c, Method.RELATIVE_LIFT)));
  }
}
