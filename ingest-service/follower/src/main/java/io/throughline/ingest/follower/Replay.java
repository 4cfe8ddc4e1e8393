package io.throughline.ingest.follower;

import io.grpc.Status;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.ingest.v1.GetBatchRequest;
import io.throughline.ingest.v1.GetBatchResponse;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceStub;
import io.throughline.server.position.BatchPosition;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Applies batches out of a projection's quarantine, once what was at fault is repaired. A batch is
 * read from the journal again, so that one that was redacted since has no effect.
 */
public final class Replay {
  private static final long DEADLINE_SECONDS = 10;

  private final JournalServiceStub journal;
  private final Pool pool;
  private final CursorTable cursors;
  private final QuarantineTable quarantine;
  private final Effect effect;

  /**
   * Replays into a projection.
   *
   * @param journal the journal, with credentials that may read the tenants of the batches
   * @param pool the projection's database
   * @param schema the schema that holds its {@link FollowerTables}
   * @param effect what the projection makes of a batch; not shared with a {@link Follower} where it
   *     remembers something
   */
  public Replay(JournalServiceStub journal, Pool pool, String schema, Effect effect) {
    this.journal = journal;
    this.pool = pool;
    this.cursors = new CursorTable(pool, FollowerOptions.requireSchema(schema));
    this.quarantine = new QuarantineTable(pool, schema);
    this.effect = effect;
  }

  /**
   * Applies a batch and takes it out of quarantine, in one transaction: however often and by
   * however many this is called, the batch has its effect once. Nothing else is applied to its
   * partition meanwhile. Fails with NOT_FOUND where the batch is not in quarantine or the journal
   * does not hold it, and with STATE_UNSUITABLE where it still cannot be applied; it then stays,
   * with the new reason.
   *
   * @param tenant whose batch it must be
   */
  public Uni<Void> apply(String tenant, BatchPosition at) {
    return read(at)
        .map(found -> FollowedBatch.of(PartitionCursor.of(found.getCursor()), found.getBatch()))
        .chain(
            batch ->
                batch.tenant().equals(tenant)
                    ? apply(batch)
                    : Uni.createFrom().failure(notQuarantined(at)));
  }

  private Uni<GetBatchResponse> read(BatchPosition at) {
    return Calls.<GetBatchRequest, GetBatchResponse>unary(
            GetBatchRequest.newBuilder().setPosition(at.toString()).build(),
            (request, answer) ->
                journal
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .getBatch(request, answer))
        .onFailure()
        .transform(fault -> unread(at, fault));
  }

  private static Failure unread(BatchPosition at, Throwable fault) {
    return Status.fromThrowable(fault).getCode() == Status.Code.NOT_FOUND
        ? Failure.notFound("batch", at.toString())
        : Failure.of(
            ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
            "The journal does not answer; try again.");
  }

  private Uni<Void> apply(FollowedBatch batch) {
    return pool.withTransaction(
            connection ->
                cursors
                    .lock(connection, batch.partition())
                    .chain(() -> quarantine.remove(connection, batch))
                    .chain(
                        removed ->
                            removed
                                ? Uni.createFrom()
                                    .deferred(() -> effect.apply(connection, List.of(batch)))
                                    .onFailure()
                                    .transform(EffectException::new)
                                : Uni.createFrom().failure(notQuarantined(at(batch)))))
        .onFailure(Faults::isDeterministic)
        .recoverWithUni(
            fault ->
                quarantine
                    .keep(batch, fault)
                    .chain(() -> Uni.createFrom().failure(stillAtFault(batch, fault))));
  }

  private static BatchPosition at(FollowedBatch batch) {
    return new BatchPosition(batch.partition(), batch.position());
  }

  private static Failure notQuarantined(BatchPosition at) {
    return Failure.notFound("quarantined batch", at.toString());
  }

  private static Failure stillAtFault(FollowedBatch batch, Throwable fault) {
    return Failure.of(
        ErrorReason.ERROR_REASON_STATE_UNSUITABLE,
        "The batch at %s still cannot be applied, and stays in quarantine: %s"
            .formatted(at(batch), QuarantineTable.reason(fault)));
  }
}
