package io.throughline.selection.statistics;

/** What a reader must know beside the numbers of a computed result. */
public enum Caveat {
  /** The covariate could not be used; the effect is the unadjusted one. */
  UNADJUSTED,
  /**
   * A relative effect was asked for but the control mean is zero; the effect is the absolute one.
   */
  ABSOLUTE_SCALE,
  /** The tail that the estimate rests on holds fewer than 20 units. */
  FEW_TAIL_UNITS,
  /** Too few experiments for the moderators: a description, no inference. */
  DESCRIPTIVE,
  /** The data were not randomised: an association, not an effect. */
  ASSOCIATION,
  /**
   * The comparison mixes arms that differ by more than the treatment's timing; it assumes parallel
   * trends.
   */
  PARALLEL_TRENDS_ASSUMED,
  /** The forecast assumes that nothing else changed. */
  NOTHING_ELSE_CHANGED_ASSUMED
}
