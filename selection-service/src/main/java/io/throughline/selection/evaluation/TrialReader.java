package io.throughline.selection.evaluation;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.policy.TrialCheck;

/** Reads trials for checks. Whoever keeps the trials' statistics provides it. */
public interface TrialReader {

  /**
   * What a trial says for a check: its reading, or the obstacle (TRIAL_MISSING where there is none
   * of that name, SCOPE_DEGRADED where its observations could not all be applied).
   *
   * @param tenant the tenant
   * @param trial the trial's name, of the check or of the request
   * @param candidate the model whose deployment is the treated arm
   * @param champion the model of the other arm; empty: the arm that the trial names as its control
   * @param check what is asked
   * @param position what must have been applied first; fails with NOT_CAUGHT_UP where it takes too
   *     long
   */
  Uni<Evidence> read(
      String tenant,
      String trial,
      String candidate,
      String champion,
      TrialCheck check,
      String position);
}
