package io.throughline.selection.policy;

import java.util.Locale;

/** What can be wrong with the data of a trial. */
public enum TrialHealth {
  /** Units fell into the arms in other proportions than they were allocated. */
  SAMPLE_RATIO,
  /** Units were seen in several arms. */
  MULTIPLE_EXPOSURES,
  /** Observations come too late. */
  FRESHNESS,
  /** Too few units have their whole window of outcomes behind them. */
  MATURITY;

  /** As it stands in a policy. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
