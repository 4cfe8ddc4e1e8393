package io.throughline.selection.check;

import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.statistics.Interval;

/**
 * What follows from an interval and a bound, in a role.
 *
 * @param verdict the verdict
 * @param reason why
 */
record Conclusion(Verdict verdict, ReasonCode reason) {

  static Conclusion of(CheckRole role, Bound bound, Interval interval) {
    Verdict held = bound.hold(interval);
    if (role == CheckRole.DETERIORATION && held == Verdict.INCONCLUSIVE) {
      return new Conclusion(Verdict.PASS, ReasonCode.NO_DETERIORATION_SHOWN);
    }
    if (role == CheckRole.SUCCESS && held == Verdict.FAIL && bound.worsens(interval)) {
      return new Conclusion(Verdict.FAIL, ReasonCode.DETERIORATED);
    }
    return new Conclusion(
        held,
        held == Verdict.INCONCLUSIVE
            ? ReasonCode.INTERVAL_HOLDS_MARGIN
            : ReasonCode.INTERVAL_BEYOND_MARGIN);
  }
}
