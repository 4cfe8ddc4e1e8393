package io.throughline.ingest.follow;

import com.google.protobuf.ByteString;
import io.throughline.ingest.v1.Cursor;

/**
 * A follower's place in a partition.
 *
 * @param partition the partition, from 0
 * @param position the last position that it has seen; 0: none
 * @param digest the digest of the batch there; empty at 0
 */
record Place(int partition, long position, ByteString digest) {

  static Place of(Cursor cursor) {
    return new Place(cursor.getPartition(), cursor.getPosition(), cursor.getDigest());
  }

  static Place beginningOf(int partition) {
    return new Place(partition, 0, ByteString.EMPTY);
  }

  Cursor toMessage() {
    return Cursor.newBuilder()
        .setPartition(partition)
        .setPosition(position)
        .setDigest(digest)
        .build();
  }
}
