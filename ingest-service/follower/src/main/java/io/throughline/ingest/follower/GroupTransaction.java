package io.throughline.ingest.follower;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import org.jboss.logging.Logger;

/** Applies a group of steps of one partition: the cursor and the effects in one transaction. */
final class GroupTransaction {
  private static final Logger LOG = Logger.getLogger(GroupTransaction.class);
  private final Pool pool;
  private final CursorTable cursors;
  private final QuarantineTable quarantine;
  private final Effect effect;

  GroupTransaction(Pool pool, CursorTable cursors, QuarantineTable quarantine, Effect effect) {
    this.pool = pool;
    this.cursors = cursors;
    this.quarantine = quarantine;
    this.effect = effect;
  }

  /**
   * Applies the steps. Where the effect fails for good, the group is halved until the batch at
   * fault stands alone; that one goes into quarantine, everything else is applied.
   *
   * @param epoch the epoch of the partition's lease
   * @return the cursor after the last step
   */
  Uni<PartitionCursor> apply(PartitionCursor from, long epoch, List<Step> steps) {
    return attempt(from, epoch, steps)
        .onFailure(Faults::isDeterministic)
        .recoverWithUni(fault -> isolate(from, epoch, steps, fault));
  }

  private Uni<PartitionCursor> attempt(PartitionCursor from, long epoch, List<Step> steps) {
    Step last = steps.get(steps.size() - 1);
    List<FollowedBatch> batches = steps.stream().flatMap(step -> step.batch().stream()).toList();
    Uni<Void> moved =
        batches.isEmpty()
            ? cursors.move(from, epoch, last)
            : pool.withTransaction(
                connection ->
                    cursors
                        .move(connection, from, epoch, last)
                        .chain(() -> effect(connection, batches)));
    return moved.replaceWith(last.after());
  }

  private Uni<Void> effect(SqlConnection connection, List<FollowedBatch> batches) {
    return Uni.createFrom()
        .deferred(() -> effect.apply(connection, batches))
        .onFailure()
        .transform(EffectException::new);
  }

  private Uni<PartitionCursor> isolate(
      PartitionCursor from, long epoch, List<Step> steps, Throwable fault) {
    if (steps.size() > 1) {
      int half = steps.size() / 2;
      return apply(from, epoch, steps.subList(0, half))
          .chain(middle -> apply(middle, epoch, steps.subList(half, steps.size())));
    }
    Step step = steps.get(0);
    return step.batch()
        .map(batch -> quarantine(from, epoch, step, batch, fault))
        .orElseGet(() -> Uni.createFrom().failure(fault));
  }

  private Uni<PartitionCursor> quarantine(
      PartitionCursor from, long epoch, Step step, FollowedBatch batch, Throwable fault) {
    LOG.errorf(
        fault.getCause(),
        "to be quarantined: partition %d position %d (scope %s, producer %s, epoch %d, number %d)",
        batch.partition(),
        batch.position(),
        batch.batch().getScope(),
        batch.batch().getProducer(),
        batch.batch().getEpoch(),
        batch.batch().getNumber());
    return pool.withTransaction(
            connection ->
                cursors
                    .move(connection, from, epoch, step)
                    .chain(() -> quarantine.add(connection, batch, fault)))
        .replaceWith(step.after());
  }
}
