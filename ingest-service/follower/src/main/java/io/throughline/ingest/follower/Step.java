package io.throughline.ingest.follower;

import io.throughline.ingest.v1.FollowResponse;
import java.util.Optional;

/**
 * One step of a partition's cursor.
 *
 * @param after the cursor after it
 * @param batch the batch to apply; empty where the journal only tells of progress
 * @param bytes what it takes in memory, about
 */
record Step(PartitionCursor after, Optional<FollowedBatch> batch, int bytes) {

  static Step of(FollowResponse response) {
    PartitionCursor after = PartitionCursor.of(response.getCursor());
    return new Step(
        after,
        response.hasBatch()
            ? Optional.of(FollowedBatch.of(after, response.getBatch()))
            : Optional.empty(),
        response.getSerializedSize());
  }
}
