package io.throughline.selection.statistics;

/** How a result was computed. The package's README says which method to use when, and why. */
public enum Method {
  /** Paired mean difference, bootstrap over units, percentile interval. */
  PAIRED_BOOTSTRAP_PERCENTILE,
  /** Paired mean difference, bootstrap over units, bias-corrected and accelerated interval. */
  PAIRED_BOOTSTRAP_BCA,
  /** Any statistic, bootstrap over units, percentile interval. */
  BOOTSTRAP_PERCENTILE,
  /** Any statistic, bootstrap over units, bias-corrected and accelerated interval. */
  BOOTSTRAP_BCA,
  /** Corrected resampled t over folds. */
  NADEAU_BENGIO
}
