package io.throughline.selection.observation;

import io.throughline.selection.cell.Analysis;
import java.util.Optional;
import java.util.Set;

/**
 * An analysis in one bucket.
 *
 * @param id its id
 * @param trialId the trial's id
 * @param analysis what is computed
 * @param deployments the deployments that are arms of the trial
 * @param builtTo the last unit that was taken in; absent: all
 */
record ActiveAnalysis(
    long id, int trialId, Analysis analysis, Set<String> deployments, Optional<String> builtTo) {

  static ActiveAnalysis of(long id, int trialId, Analysis analysis, String builtTo) {
    return new ActiveAnalysis(
        id,
        trialId,
        analysis,
        Set.copyOf(analysis.plan().deployments()),
        Optional.ofNullable(builtTo));
  }

  /** Whether an exposure belongs to the trial. */
  boolean concerns(int exposedTrial, String arm) {
    return exposedTrial == trialId || (exposedTrial == 0 && deployments.contains(arm));
  }

  /** Whether a unit has been taken in, so that its changes must be. */
  boolean holds(String unit) {
    return builtTo.isEmpty() || unit.compareTo(builtTo.get()) <= 0;
  }
}
