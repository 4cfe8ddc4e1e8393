package io.throughline.selection.check;

/** What a gate, or one of its checks, says. */
public enum Verdict {
  /** The interval lies wholly on the right side of the margin. */
  PASS,
  /** The interval lies wholly on the wrong side of the margin. */
  FAIL,
  /** The interval holds the margin: the evidence does not suffice. */
  INCONCLUSIVE,
  /** It could not be evaluated. Never a statement on the candidate. */
  ERROR
}
