package io.throughline.selection.policy;

import java.util.Optional;

/**
 * A rule about a trial: an outcome metric of the arm that runs the candidate, against the arm that
 * runs the champion, or the trial's health.
 *
 * @param id its id within the policy
 * @param role what part it plays in the verdict
 * @param whenMissing what it says where there is too little to look at
 * @param trial the trial, where the policy names it; otherwise the request does
 * @param asks the outcome metric with its rule, or the health
 * @param minimumCount how many units each arm must have
 */
public record TrialCheck(
    String id,
    CheckRole role,
    WhenMissing whenMissing,
    Optional<String> trial,
    Question asks,
    int minimumCount)
    implements Check {

  /** What is asked of a trial. */
  public sealed interface Question {}

  /**
   * How an outcome metric changes.
   *
   * @param metric the outcome metric
   * @param cohort the cohort; empty: everybody
   * @param rule what the interval of the effect is held against
   */
  public record Effect(String metric, String cohort, Rule.Change rule) implements Question {}

  /**
   * Whether the trial's data can carry a verdict.
   *
   * @param health what is looked at
   */
  public record Health(TrialHealth health) implements Question {}

  @Override
  public String subject() {
    return asks instanceof Effect effect ? effect.metric() : ((Health) asks).health().word();
  }

  /** A trial compares arms; it needs no champion of a registry. */
  @Override
  public boolean compares() {
    return false;
  }
}
