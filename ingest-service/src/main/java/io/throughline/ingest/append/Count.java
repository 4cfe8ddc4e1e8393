package io.throughline.ingest.append;

/**
 * How far a producer has counted.
 *
 * @param epoch its latest epoch
 * @param number its last number in that epoch; 0: none
 */
record Count(long epoch, long number) {

  /** Whether a batch is the next one of its producer. */
  boolean isFollowedBy(BatchKey key) {
    return key.epoch() == epoch && key.number() == number + 1;
  }
}
