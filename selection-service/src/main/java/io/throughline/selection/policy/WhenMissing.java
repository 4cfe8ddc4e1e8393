package io.throughline.selection.policy;

/** What a check says where there is too little to look at. Never a PASS. */
public enum WhenMissing {
  /** It is an error, and so is the verdict. */
  ERROR,
  /** It is inconclusive: more may come. */
  INCONCLUSIVE
}
