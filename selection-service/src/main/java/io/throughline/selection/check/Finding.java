package io.throughline.selection.check;

import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.statistics.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one check found.
 *
 * @param check the check's id
 * @param metric the metric
 * @param dataset what it was measured on; empty where nothing was found
 * @param untouched whether the dataset was never used but for judging
 * @param rule the rule in words
 * @param verdict what follows
 * @param measure the numbers; absent where they cannot be computed
 * @param n how many units or folds were looked at
 * @param margin the bound that the interval was held against, where one is known
 * @param reason why
 * @param message why, in a sentence
 * @param nextStep what to do about it; empty after a PASS
 */
public record Finding(
    String check,
    String metric,
    String dataset,
    boolean untouched,
    String rule,
    Verdict verdict,
    Optional<Measure> measure,
    long n,
    OptionalDouble margin,
    ReasonCode reason,
    String message,
    String nextStep) {

  /**
   * An estimate with its interval.
   *
   * @param estimate in the metric's unit
   * @param interval of the same quantity
   * @param method how both were computed, in words
   */
  public record Measure(double estimate, Interval interval, String method) {}

  /** Whether the check was left out of the verdict. */
  public boolean skipped() {
    return reason == ReasonCode.SKIPPED_NO_CHAMPION;
  }
}
