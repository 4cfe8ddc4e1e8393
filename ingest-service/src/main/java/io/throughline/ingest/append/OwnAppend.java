package io.throughline.ingest.append;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.journal.Heads;
import io.throughline.ingest.journal.Installer;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Appends what the journal itself has to say, in one transaction with what it has done. */
@ApplicationScoped
public class OwnAppend {
  private final Installer installer;
  private final Pool pool;
  private final Heads heads;

  OwnAppend(Installer installer, Pool pool, Heads heads) {
    this.installer = installer;
    this.pool = pool;
    this.heads = heads;
  }

  /**
   * Appends a batch and does more in the same transaction.
   *
   * @param work what to do after the batch, under the lock of the partition's head; it gets the
   *     open transaction and where the batch lies
   * @return where the batch lies; its refusal is a failure
   */
  public Uni<Position> append(
      String tenant, Batch batch, BiFunction<SqlConnection, Acknowledgement, Uni<Void>> work) {
    Submission submission = Submission.of(tenant, batch, installer.installation());
    int partition = submission.partition();
    GroupTransaction transaction =
        new GroupTransaction(pool, partition, head -> heads.advance(Map.of(partition, head)));
    return transaction
        .run(
            List.of(submission),
            (connection, outcomes) ->
                outcomes
                    .get(0)
                    .acknowledgement()
                    .map(acknowledged -> work.apply(connection, acknowledged))
                    .orElseGet(() -> Uni.createFrom().voidItem()))
        .map(numbering -> position(numbering.outcomes().get(0)));
  }

  private static Position position(Outcome outcome) {
    outcome
        .refusal()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    return Position.parse(outcome.acknowledgement().orElseThrow().getPosition());
  }
}
