package io.throughline.selection.policy;

import java.util.Locale;

/** Which way a metric gets better. */
public enum Direction {
  /** Smaller is better. */
  DECREASE,
  /** Larger is better. */
  INCREASE;

  /** As it stands in a policy. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
