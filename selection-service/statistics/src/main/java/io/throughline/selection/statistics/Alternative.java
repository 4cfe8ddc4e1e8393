package io.throughline.selection.statistics;

/** The side on which the effect would contradict the null hypothesis. */
public enum Alternative {
  /** The effect differs from its null value; the interval has two bounds. */
  TWO_SIDED,
  /** The effect is greater than its null value; the interval has a lower bound only. */
  GREATER,
  /** The effect is less than its null value; the interval has an upper bound only. */
  LESS
}
