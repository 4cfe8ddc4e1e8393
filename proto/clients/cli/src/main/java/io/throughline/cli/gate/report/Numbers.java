package io.throughline.cli.gate.report;

import io.throughline.cli.output.Show;
import io.throughline.event.v1.CheckResult;

/** The numbers of a check in words. */
final class Numbers {
  private static final String NONE = "–";

  private Numbers() {}

  static String estimate(CheckResult check) {
    return check.hasEstimate() ? Show.number(check.getEstimate()) : NONE;
  }

  static String interval(CheckResult check) {
    return check.hasLower()
        ? "%s … %s (%s%%)"
            .formatted(
                Show.number(check.getLower()),
                Show.number(check.getUpper()),
                Show.number(check.getConfidenceLevel() * 100))
        : NONE;
  }

  static String bound(CheckResult check) {
    return check.hasMargin() ? Show.number(check.getMargin()) : NONE;
  }

  /** All of them, in a line. */
  static String line(CheckResult check) {
    return "%s: %s; estimate %s, interval %s, bound %s, n %d, method %s"
        .formatted(
            check.getMetric(),
            check.getRule(),
            estimate(check),
            interval(check),
            bound(check),
            check.getN(),
            check.getMethod().isEmpty() ? NONE : check.getMethod());
  }
}
