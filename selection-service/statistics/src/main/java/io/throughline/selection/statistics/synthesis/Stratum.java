package io.throughline.selection.statistics.synthesis;

import io.throughline.selection.statistics.sample.Proportion;

/**
 * Two proportions within one stratum: an allocation phase, a cohort, a department.
 *
 * @param treatment the treatment's successes in the stratum
 * @param control the control's
 */
public record Stratum(Proportion treatment, Proportion control) {

  /** Units of both arms. */
  public long n() {
    return Math.addExact(treatment.n(), control.n());
  }

  /** Whether both arms have units, so that the stratum says something. */
  boolean isInformative() {
    return treatment.n() > 0 && control.n() > 0;
  }
}
