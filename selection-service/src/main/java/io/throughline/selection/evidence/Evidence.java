package io.throughline.selection.evidence;

import java.util.Optional;

/**
 * What was found for one check: a sample, a fact or a trial's reading, or the obstacle.
 *
 * @param check the check's id
 * @param sample the numbers of a metric
 * @param obstacle why there is nothing to look at
 * @param fact what the graph knows
 * @param trial what a trial's readout says
 */
public record Evidence(
    String check,
    Optional<Sample> sample,
    Optional<Obstacle> obstacle,
    Optional<Fact> fact,
    Optional<TrialReading> trial) {

  /** Evidence that was kept before facts and trials were looked at has neither. */
  public Evidence {
    sample = sample == null ? Optional.empty() : sample;
    obstacle = obstacle == null ? Optional.empty() : obstacle;
    fact = fact == null ? Optional.empty() : fact;
    trial = trial == null ? Optional.empty() : trial;
  }

  /** Numbers were found. */
  public static Evidence of(String check, Sample sample) {
    return new Evidence(
        check, Optional.of(sample), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** There is nothing to look at. */
  public static Evidence of(String check, Obstacle obstacle) {
    return new Evidence(
        check, Optional.empty(), Optional.of(obstacle), Optional.empty(), Optional.empty());
  }

  /** The graph knows something. */
  public static Evidence of(String check, Fact fact) {
    return new Evidence(
        check, Optional.empty(), Optional.empty(), Optional.of(fact), Optional.empty());
  }

  /** A trial was read. */
  public static Evidence of(String check, TrialReading trial) {
    return new Evidence(
        check, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(trial));
  }

  /** The same evidence for another check. */
  public Evidence as(String other) {
    return new Evidence(other, sample, obstacle, fact, trial);
  }
}
