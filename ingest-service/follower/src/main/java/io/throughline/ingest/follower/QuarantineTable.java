package io.throughline.ingest.follower;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Batch;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** The table {@code quarantine}: batches that could not be applied, and why. */
final class QuarantineTable {
  private static final int REASON_LENGTH = 4096;
  private static final int MOST_COUNTED = 10_000;
  private final Pool pool;
  private final String insert;
  private final String delete;
  private final String update;
  private final String count;

  QuarantineTable(Pool pool, String schema) {
    this.pool = pool;
    count =
        "SELECT count(*) FROM (SELECT FROM %s.quarantine LIMIT %d) AS counted"
            .formatted(schema, MOST_COUNTED);
    insert =
        """
        INSERT INTO %s.quarantine
          (partition_id, position, tenant, scope, producer, epoch, number, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""
            .formatted(schema);
    delete =
        "DELETE FROM %s.quarantine WHERE partition_id = $1 AND position = $2 AND tenant = $3"
            .formatted(schema);
    update =
        """
        UPDATE %s.quarantine SET reason = $3, quarantine_time = now()
        WHERE partition_id = $1 AND position = $2"""
            .formatted(schema);
  }

  Uni<Void> add(SqlConnection transaction, FollowedBatch followed, Throwable fault) {
    Batch batch = followed.batch();
    return transaction
        .preparedQuery(insert)
        .execute(
            Tuple.from(
                List.of(
                    followed.partition(),
                    followed.position(),
                    followed.tenant(),
                    batch.getScope(),
                    batch.getProducer(),
                    batch.getEpoch(),
                    batch.getNumber(),
                    reason(fault))))
        .replaceWithVoid();
  }

  /** Takes a batch out; whether it was in. */
  Uni<Boolean> remove(SqlConnection transaction, FollowedBatch batch) {
    return transaction
        .preparedQuery(delete)
        .execute(Tuple.of(batch.partition(), batch.position(), batch.tenant()))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Notes what went wrong this time. */
  Uni<Void> keep(FollowedBatch batch, Throwable fault) {
    return pool.preparedQuery(update)
        .execute(Tuple.of(batch.partition(), batch.position(), reason(fault)))
        .replaceWithVoid();
  }

  /** How many batches are in quarantine, up to a limit. */
  Uni<Long> count() {
    return pool.query(count).execute().map(rows -> rows.iterator().next().getLong(0));
  }

  /** What went wrong, without the NUL character, which PostgreSQL does not store. */
  static String reason(Throwable failure) {
    Throwable fault = failure instanceof EffectException ? failure.getCause() : failure;
    String text =
        "%s: %s".formatted(fault.getClass().getSimpleName(), fault.getMessage()).replace('\0', '?');
    return text.length() <= REASON_LENGTH ? text : text.substring(0, REASON_LENGTH);
  }
}
