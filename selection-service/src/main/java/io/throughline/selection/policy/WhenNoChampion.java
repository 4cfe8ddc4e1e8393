package io.throughline.selection.policy;

/** What becomes of the checks that compare, while the baseline alias points to nothing yet. */
public enum WhenNoChampion {
  /** They are errors, and so is the verdict. */
  ERROR,
  /** They are left out, loudly; the other checks decide. */
  SKIP
}
