package io.throughline.selection.check;

import io.throughline.selection.policy.Direction;
import io.throughline.selection.policy.Rule;
import io.throughline.selection.statistics.Interval;

/**
 * What every rule comes down to: a quantity must lie on one side of a value.
 *
 * @param side on which side
 * @param value the value, in the metric's unit
 */
record Bound(Side side, double value) {

  static Bound atMost(Rule.AtMost rule) {
    return new Bound(Side.BELOW, rule.bound());
  }

  static Bound atLeast(Rule.AtLeast rule) {
    return new Bound(Side.ABOVE, rule.bound());
  }

  /**
   * The bound of the difference candidate - champion.
   *
   * @param size the margin in the metric's unit, not negative
   */
  static Bound of(Rule.Change rule, double size) {
    double worse = rule.margin().required() ? 0.0 - size : size;
    return rule.direction() == Direction.DECREASE
        ? new Bound(Side.BELOW, worse)
        : new Bound(Side.ABOVE, 0.0 - worse);
  }

  /** An interval that touches or holds the value is INCONCLUSIVE. */
  Verdict hold(Interval interval) {
    boolean below = interval.upper() < value;
    boolean above = interval.lower() > value;
    if (!below && !above) {
      return Verdict.INCONCLUSIVE;
    }
    return below == (side == Side.BELOW) ? Verdict.PASS : Verdict.FAIL;
  }

  /** Whether a point lies on the right side. */
  boolean right(double point) {
    return side == Side.BELOW ? point < value : point > value;
  }

  /** Whether an interval of a difference lies wholly on the worse side of no difference. */
  boolean worsens(Interval interval) {
    return side == Side.BELOW ? interval.lower() > 0 : interval.upper() < 0;
  }
}
