package io.throughline.ingest.follower;

import com.google.protobuf.ByteString;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.JournalBatch;
import java.time.Instant;

/**
 * A batch as the journal holds it.
 *
 * @param partition the journal's partition, from 0
 * @param position the batch's place in the partition, from 1
 * @param digest the journal's digest of the batch's content
 * @param tenant whose it is
 * @param batch what was appended
 * @param appendTime when the journal accepted it, monotone within the partition
 */
public record FollowedBatch(
    int partition,
    long position,
    ByteString digest,
    String tenant,
    Batch batch,
    Instant appendTime) {

  static FollowedBatch of(PartitionCursor at, JournalBatch batch) {
    return new FollowedBatch(
        at.partition(),
        at.position(),
        at.digest(),
        batch.getTenant(),
        batch.getBatch(),
        Instant.ofEpochSecond(
            batch.getAppendTime().getSeconds(), batch.getAppendTime().getNanos()));
  }
}
