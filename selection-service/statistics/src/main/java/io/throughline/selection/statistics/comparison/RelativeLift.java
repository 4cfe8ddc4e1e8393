package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;

/**
 * The effect relative to |control|, for arms of any metric kind; a linear (delta method) interval.
 */
public final class RelativeLift {
  private RelativeLift() {}

  /** The lift; NOT_COMPUTABLE with ZERO_DENOMINATOR where the control is zero. */
  public static Result<Estimate> of(ArmMean treatment, ArmMean control, double level) {
    return Effect.relative(treatment, control, Method.RELATIVE_LIFT)
        .flatMap(effect -> effect.fixedHorizon(level));
  }

  /**
   * The lift, or where the control is zero the absolute effect with the caveat {@link
   * Caveat#ABSOLUTE_SCALE}: the scale never changes silently.
   */
  public static Result<Estimate> orAbsolute(ArmMean treatment, ArmMean control, double level) {
    Result<Estimate> lift = of(treatment, control, level);
    if (lift instanceof Result.NotComputable<Estimate> none
        && none.reason() == Reason.ZERO_DENOMINATOR) {
      return Effect.absolute(treatment, control, Method.WELCH_T)
          .fixedHorizon(level)
          .map(estimate -> estimate.with(Caveat.ABSOLUTE_SCALE));
    }
    return lift;
  }
}
