package io.throughline.selection.rank;

import io.throughline.selection.policy.Direction;
import io.throughline.selection.statistics.Estimate;

/**
 * A metric that counts.
 *
 * @param metric its name
 * @param direction which way it gets better
 * @param tolerance what counts as no difference, in its unit
 * @param weight in the sort by desirability
 */
record Criterion(String metric, Direction direction, double tolerance, double weight) {

  /**
   * 1 where larger is better, -1 where smaller is: turns a value into one of which more is better.
   */
  double sign() {
    return direction == Direction.INCREASE ? 1 : -1;
  }

  /** An estimate of which more is better, in the metric's own sign. */
  Estimate turned(Estimate better) {
    return sign() > 0 ? better : negated(better);
  }

  static Estimate negated(Estimate estimate) {
    return new Estimate(
        -estimate.value(),
        estimate.standardError(),
        estimate.interval().negate(),
        estimate.pValue(),
        estimate.method(),
        estimate.n(),
        estimate.caveats());
  }
}
