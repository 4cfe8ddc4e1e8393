package io.throughline.selection.policy;

/** What runs have used a dataset for. */
public enum DatasetRole {
  /** Models were fitted to it. */
  TRAINING,
  /** Candidates were chosen by it. */
  SELECTION,
  /** Candidates are judged by it; fit for that only where it has no other role. */
  JUDGEMENT
}
