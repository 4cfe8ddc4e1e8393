package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.Pivot;

/**
 * A treatment's effect against a control, before anybody has asked a question of it: {@link
 * #fixedHorizon} for one look at a planned time, {@link
 * io.throughline.selection.statistics.sequential.AsymptoticConfidenceSequence} for repeated looks,
 * {@link NonInferiority} for guardrails.
 *
 * @param value treatment - control, in the metric's unit, or relative to the control
 * @param standardError of the value
 * @param degreesOfFreedom of the standard error; infinite for a normal effect
 * @param n units in both arms
 * @param method how the effect was computed
 */
public record Effect(
    double value, double standardError, double degreesOfFreedom, long n, Method method) {

  /**
   * The difference of independent arms, with the degrees of freedom of Welch and Satterthwaite
   * (Satterthwaite 1946, "An approximate distribution of estimates of variance components"; Welch
   * 1947).
   */
  public static Effect absolute(ArmMean treatment, ArmMean control, Method method) {
    return new Effect(
        treatment.value() - control.value(),
        Math.hypot(treatment.standardError(), control.standardError()),
        degreesOfFreedom(treatment, control),
        Math.addExact(treatment.n(), control.n()),
        method);
  }

  /**
   * The difference relative to |control|, its variance by the delta method: v_T/(n_T m_C²) + v_C
   * m_T²/(n_C m_C⁴) (Deng, Knoblich and Lu 2018, "Applying the delta method in metric analytics",
   * KDD). NOT_COMPUTABLE where the control is zero.
   */
  public static Result<Effect> relative(ArmMean treatment, ArmMean control, Method method) {
    double base = Math.abs(control.value());
    if (base == 0) {
      return Result.notComputable(
          Reason.ZERO_DENOMINATOR, "The control mean is zero: use the absolute effect");
    }
    double ratio = treatment.value() / base;
    double lift = (treatment.value() - control.value()) / base;
    return Result.computed(
        new Effect(
            lift,
            Math.hypot(treatment.standardError() / base, control.standardError() / base * ratio),
            degreesOfFreedom(treatment, control),
            Math.addExact(treatment.n(), control.n()),
            method));
  }

  private static double degreesOfFreedom(ArmMean treatment, ArmMean control) {
    double total = Math.hypot(treatment.standardError(), control.standardError());
    double t = total == 0 ? 0.5 : Math.pow(treatment.standardError() / total, 2);
    double c = total == 0 ? 0.5 : Math.pow(control.standardError() / total, 2);
    return 1 / (t * t / treatment.degreesOfFreedom() + c * c / control.degreesOfFreedom());
  }

  /** The distribution of (estimate - truth) / standard error. */
  public Pivot pivot() {
    return Double.isInfinite(degreesOfFreedom) ? Pivot.NORMAL : Pivot.student(degreesOfFreedom);
  }

  /** Interval and two-sided p-value for one look. */
  public Result<Estimate> fixedHorizon(double level) {
    return fixedHorizon(level, Alternative.TWO_SIDED, 0);
  }

  /** Interval and p-value for one look, against any null value and on any side. */
  public Result<Estimate> fixedHorizon(double level, Alternative alternative, double nullValue) {
    return pivot().estimate(value, standardError, nullValue, alternative, level, method, n);
  }
}
