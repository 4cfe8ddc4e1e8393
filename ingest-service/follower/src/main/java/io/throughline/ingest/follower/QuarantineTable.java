package io.throughline.ingest.follower;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Batch;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** The table {@code quarantine}: batches that could not be applied, and why. */
final class QuarantineTable {
  private static final int REASON_LENGTH = 4096;
  private final String insert;

  QuarantineTable(String schema) {
    insert =
        """
        INSERT INTO %s.quarantine
          (partition_id, position, tenant, scope, producer, epoch, number, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""
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

  /** What went wrong, without the NUL character, which PostgreSQL does not store. */
  private static String reason(Throwable failure) {
    Throwable fault = failure instanceof EffectException ? failure.getCause() : failure;
    String text =
        "%s: %s".formatted(fault.getClass().getSimpleName(), fault.getMessage()).replace('\0', '?');
    return text.length() <= REASON_LENGTH ? text : text.substring(0, REASON_LENGTH);
  }
}
