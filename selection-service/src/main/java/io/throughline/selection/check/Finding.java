package io.throughline.selection.check;

import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.statistics.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one check found.
 *
 * @param check the check's id
 * @param role what part it plays in the verdict
 * @param metric the metric or fact
 * @param dataset what it was measured on, a dataset or a trial; empty where nothing was found
 * @param untouched whether that was never used but for judging
 * @param rule the rule in words
 * @param verdict what follows
 * @param measure the numbers; absent where they cannot be computed
 * @param n how many units or folds were looked at
 * @param margin the bound that the interval was held against, where one is known
 * @param reason why
 * @param message why, in a sentence
 * @param nextStep what to do about it; empty after a PASS
 * @param slices what was found in each slice, the worst first
 */
public record Finding(
    String check,
    CheckRole role,
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
    String nextStep,
    List<SliceFinding> slices) {

  /** Copies the list. */
  public Finding {
    slices = List.copyOf(slices);
  }

  /**
   * An estimate with its interval.
   *
   * @param estimate in the metric's unit
   * @param interval of the same quantity
   * @param method how both were computed, in words
   */
  public record Measure(double estimate, Interval interval, String method) {}

  /** A finding without numbers. */
  static Finding of(Check check, Verdict verdict, ReasonCode reason, String message, String next) {
    return new Finding(
        check.id(),
        check.role(),
        check.subject(),
        "",
        false,
        Words.rule(check),
        verdict,
        Optional.empty(),
        0,
        OptionalDouble.empty(),
        reason,
        message,
        next,
        List.of());
  }

  /** The same, of a sample. */
  Finding on(Sample sample) {
    return on(sample.dataset(), sample.untouched(), sample.size());
  }

  /** The same, of what something was measured on. */
  Finding on(String where, boolean neverSeen, long units) {
    return new Finding(
        check, role, metric, where, neverSeen, rule, verdict, measure, units, margin, reason,
        message, nextStep, slices);
  }

  /** The same with numbers. */
  Finding measured(Measure numbers, double bound, List<SliceFinding> found) {
    return new Finding(
        check,
        role,
        metric,
        dataset,
        untouched,
        rule,
        verdict,
        Optional.of(numbers),
        n,
        OptionalDouble.of(bound),
        reason,
        message,
        nextStep,
        found);
  }

  /** Whether the check was left out of the verdict. */
  public boolean skipped() {
    return reason == ReasonCode.SKIPPED_NO_CHAMPION;
  }

  /** Whether it is a reason to promote: shown, and on what selection never saw. */
  boolean carries() {
    boolean claims = role == CheckRole.SUCCESS || role == CheckRole.GUARDRAIL;
    return claims
        && untouched
        && verdict == Verdict.PASS
        && reason == ReasonCode.INTERVAL_BEYOND_MARGIN;
  }
}
