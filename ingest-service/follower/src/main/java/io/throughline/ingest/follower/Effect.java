package io.throughline.ingest.follower;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/**
 * What a projection makes of the journal. The effect must follow from the batches and from what
 * earlier batches left in the database, and from nothing else: no clock, no chance, no other
 * service.
 */
@FunctionalInterface
public interface Effect {

  /**
   * Applies batches of one partition, in their order. All writes go through the given connection,
   * whose open transaction also moves the cursor: it is committed when the answer completes, and
   * rolled back when it fails. A failure that would repeat itself (anything but a lost connection,
   * a deadlock and their like) quarantines the batch that causes it; to find that batch, the effect
   * is tried again on parts of the group. Calls for different partitions run at the same time.
   *
   * @param connection the transaction; not to be committed, rolled back or kept
   * @param batches at least one batch, of one partition, by rising position
   */
  Uni<Void> apply(SqlConnection connection, List<FollowedBatch> batches);
}
