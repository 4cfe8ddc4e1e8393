package io.throughline.selection.policy;

import java.util.Locale;

/** What a policy can ask of the experiment graph. */
public enum FactKind {
  /** Which datasets the candidate came from is known, each by its own declaration. */
  DATA_LINEAGE_KNOWN,
  /** None of the datasets that the candidate came from is a forbidden one. */
  NO_FORBIDDEN_DATASET,
  /** The commit or version of the code is known. */
  CODE_KNOWN,
  /** A tag names a reviewer. */
  REVIEWED,
  /** Somebody said beforehand what was to change. */
  EXPECTATION_STATED;

  /** As it stands in a policy. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
