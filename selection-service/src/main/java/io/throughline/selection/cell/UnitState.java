package io.throughline.selection.cell;

/**
 * What a unit is in a trial.
 *
 * @param status whether it counts
 * @param phase the index of the phase of its first exposure
 * @param arm the index of the arm that it met first
 * @param firstTime when it was first exposed, in milliseconds since 1970-01-01 UTC
 * @param cohorts the mask of its cohorts
 * @param covariate the number known of it before, in millionths
 * @param totals three for each metric: numerator; count of outcomes, or a ratio's denominator; and
 *     the total over the pre-period. Empty where it does not count.
 */
public record UnitState(
    Status status,
    int phase,
    int arm,
    long firstTime,
    long cohorts,
    long covariate,
    long[] totals) {
  static final int PER_METRIC = 3;

  /** Whether a unit counts. The order never changes: it is stored. */
  public enum Status {
    /** It counts. */
    ASSIGNED,
    /** It met several arms and belongs to none. */
    MULTIPLE,
    /** It is left out by the trial's exclusions. */
    EXCLUDED,
    /** No exposure lies in the trial's time and names an arm that it had then. */
    UNASSIGNED
  }

  /** The same unit with other totals. */
  UnitState with(long[] others) {
    return new UnitState(status, phase, arm, firstTime, cohorts, covariate, others);
  }
}
