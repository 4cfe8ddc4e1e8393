package io.throughline.selection.evidence;

import io.throughline.selection.policy.TrialHealth;
import io.throughline.selection.statistics.comparison.Effect;
import java.util.List;
import java.util.Optional;

/**
 * What a trial's readout says for one check: the effect of the candidate's arm against the
 * champion's, before any level is asked of it, and the trial's health.
 *
 * @param trial the trial
 * @param absolute the effect in the metric's unit; absent where it cannot be computed, or none was
 *     asked for
 * @param relative the effect as a share of the champion's arm; absent likewise
 * @param plannedUnits the frozen number of units for which the always-valid interval is tuned; 0:
 *     the trial is looked at once, at a planned time
 * @param candidateUnits units in the candidate's arm whose window of outcomes is over
 * @param championUnits the same of the champion's arm
 * @param health what was looked at of the trial's health
 * @param remark why something is absent, in a sentence; empty where nothing is
 */
public record TrialReading(
    String trial,
    Optional<Effect> absolute,
    Optional<Effect> relative,
    long plannedUnits,
    long candidateUnits,
    long championUnits,
    List<Health> health,
    String remark) {

  /** Copies the list. */
  public TrialReading {
    health = List.copyOf(health);
  }

  /**
   * One look at a trial's health.
   *
   * @param what what was looked at
   * @param state what was found
   * @param message the same in a sentence, with the numbers
   */
  public record Health(TrialHealth what, State state, String message) {}

  /** Whether a trial's data can carry a verdict. */
  public enum State {
    /** They can. */
    GOOD,
    /** They cannot. */
    BAD,
    /** It cannot be told yet. */
    TOO_EARLY
  }
}
