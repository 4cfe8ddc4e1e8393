package io.throughline.selection.cell;

import io.throughline.selection.cell.UnitState.Status;

/**
 * Which units a cell sums up.
 *
 * @param phase the index of the phase
 * @param arm the index of the arm
 * @param metric the index of the metric; or, below 0, a status whose units are counted
 * @param cohort the bit of the cohort, 0 for everybody
 * @param day the business day of the first exposure
 */
public record CellKey(int phase, int arm, int metric, int cohort, int day) {

  /** In place of a metric: the units of a status. */
  public static int counting(Status status) {
    return -1 - status.ordinal();
  }
}
