package io.throughline.load.check;

/**
 * A promise that was broken.
 *
 * @param promise which one
 * @param evidence what shows it
 */
public record Violation(Promise promise, String evidence) {

  /** What is checked. */
  public enum Promise {
    /** What was acknowledged is in the journal, where the acknowledgement says. */
    ACKNOWLEDGED_IS_KEPT,
    /** What is in the journal was sent, byte for byte. */
    KEPT_WAS_SENT,
    /** Every batch is in the journal at most once. */
    ONCE,
    /** A producer's batches in a scope are in the order of their numbers. */
    ORDER,
    /** Positions of a partition have no gaps and rise, their times never fall. */
    POSITIONS,
    /** The graph tells exactly the points that the journal holds. */
    READABLE,
    /** A projection from zero has the same logical hash. */
    SAME_HASH,
    /** The history does not contradict itself. */
    HISTORY
  }
}
