package io.throughline.lineage.projection;

import io.smallrye.mutiny.Uni;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.lineage.store.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Keeps when the journal accepted each batch, so that an instant can be turned into a position. */
final class AppendTimes {
  private AppendTimes() {}

  static Uni<Void> keep(Transaction transaction, List<FollowedBatch> batches) {
    Long[] positions = batches.stream().map(FollowedBatch::position).toArray(Long[]::new);
    Long[] micros = batches.stream().map(batch -> micros(batch.appendTime())).toArray(Long[]::new);
    return transaction
        .execute(
            """
            INSERT INTO graph.append_time
              (partition_id, last_position, first_micros, positions, micros)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING""",
            Tuple.of(
                batches.get(0).partition(),
                positions[positions.length - 1],
                micros[0],
                positions,
                micros))
        .replaceWithVoid();
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
