package io.throughline.ingest.follower;

/**
 * Who applies a partition.
 *
 * @param cursor how far the partition has been applied
 * @param owner the replica that applies it; empty: none
 * @param epoch rises whenever the partition changes hands; a step of an older epoch is not applied
 */
record Lease(PartitionCursor cursor, String owner, long epoch) {

  int partition() {
    return cursor.partition();
  }
}
