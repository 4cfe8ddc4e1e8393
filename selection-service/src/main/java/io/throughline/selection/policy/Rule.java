package io.throughline.selection.policy;

/** What an interval is held against. */
public sealed interface Rule {

  /** The candidate's own mean must lie below a bound. */
  record AtMost(double bound) implements Rule {}

  /** The candidate's own mean must lie above a bound. */
  record AtLeast(double bound) implements Rule {}

  /**
   * The mean difference candidate - champion, over what both were measured on, must lie on the
   * right side of a margin.
   */
  record Change(Direction direction, Margin margin) implements Rule {}

  /** Whether the rule needs a champion. */
  default boolean compares() {
    return this instanceof Change;
  }
}
