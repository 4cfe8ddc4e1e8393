package io.throughline.selection.statistics;

/** Why a statistic is NOT_COMPUTABLE. */
public enum Reason {
  /** An arm, sample or table holds no unit. */
  EMPTY,
  /** There are units, but fewer than the method needs. */
  TOO_FEW_UNITS,
  /** Nothing varies, so no standard error exists and no p-value is defined. */
  ZERO_VARIANCE,
  /** A ratio's or lift's denominator is zero: use the absolute effect. */
  ZERO_DENOMINATOR,
  /** The expected counts are too small for the approximation: too early to tell. */
  TOO_EARLY,
  /** The bootstrap draws are too few for the level asked for. */
  TOO_FEW_DRAWS,
  /** An input is NaN or infinite. */
  NOT_FINITE,
  /** The inputs contradict each other, for example more successes than units. */
  INCONSISTENT,
  /** The result is too large or too small for a double. */
  OUT_OF_RANGE,
  /** An iteration did not settle. */
  NO_CONVERGENCE
}
