package io.throughline.selection.trial;

import java.util.List;

/**
 * How a trial allocates its units for a while.
 *
 * @param start when it begins, in milliseconds since 1970-01-01 UTC
 * @param arms its arms
 */
public record Phase(long start, List<TrialArm> arms) {

  /** Copies the arms. */
  public Phase {
    arms = List.copyOf(arms);
  }

  /**
   * An arm of a phase.
   *
   * @param id its id within the trial
   * @param deployment the deployment that serves it, or empty
   * @param weight its share relative to the other arms'
   */
  public record TrialArm(String id, String deployment, double weight) {}
}
