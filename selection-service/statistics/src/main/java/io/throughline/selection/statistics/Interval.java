package io.throughline.selection.statistics;

/**
 * An interval for an estimated quantity, in that quantity's unit.
 *
 * @param lower its lower bound, negative infinity where there is none
 * @param upper its upper bound, positive infinity where there is none
 * @param level its nominal coverage, for example 0.95
 */
public record Interval(double lower, double upper, double level) {

  /** Refuses bounds that are NaN or the wrong way round, and a level outside (0, 1). */
  public Interval {
    Levels.check(level);
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("No interval from " + lower + " to " + upper);
    }
  }

  /** Whether the value lies in the closed interval. */
  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }

  public double width() {
    return upper - lower;
  }

  /** The interval of -x. */
  public Interval negate() {
    return new Interval(-upper, -lower, level);
  }
}
