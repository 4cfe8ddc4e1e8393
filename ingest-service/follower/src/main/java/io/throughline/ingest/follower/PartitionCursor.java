package io.throughline.ingest.follower;

import com.google.protobuf.ByteString;
import io.throughline.ingest.v1.Cursor;

/**
 * How far a partition has been applied.
 *
 * @param partition the partition, from 0
 * @param position the last position that was applied; 0: none
 * @param digest the digest of the batch at that position; empty at 0
 */
record PartitionCursor(int partition, long position, ByteString digest) {

  static PartitionCursor of(Cursor cursor) {
    return new PartitionCursor(cursor.getPartition(), cursor.getPosition(), cursor.getDigest());
  }

  static PartitionCursor beginningOf(int partition) {
    return new PartitionCursor(partition, 0, ByteString.EMPTY);
  }

  Cursor toMessage() {
    return Cursor.newBuilder()
        .setPartition(partition)
        .setPosition(position)
        .setDigest(digest)
        .build();
  }
}
