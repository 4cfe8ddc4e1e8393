package io.throughline.selection.policy;

import java.util.Locale;

/** What a check takes its mean and its interval over. */
public enum Over {
  /** The units of a dataset, each scored once; the interval is bootstrapped over them. */
  UNITS,
  /** The folds of a cross-validation, which share training data; the interval is corrected. */
  FOLDS;

  /** As it stands in a policy, and in sentences. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
