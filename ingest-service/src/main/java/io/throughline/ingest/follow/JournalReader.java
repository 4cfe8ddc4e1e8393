package io.throughline.ingest.follow;

import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads the journal's tables. Every read is bounded, whatever the journal's size. */
@ApplicationScoped
class JournalReader {
  private static final String HEADS = "SELECT partition_id, position FROM partition_head";

  /** The wanted batches of a range, and its last position in any case. */
  private static final String PAGE =
      """
      SELECT position, digest, append_time, tenant, traceparent, codec, size,
        CASE WHEN wanted THEN payload END AS payload
      FROM (
        SELECT *, sum(size) OVER (ORDER BY position) - size AS bytes_before
        FROM (
          SELECT * FROM (
            SELECT *, ($4::bigint = 0 OR kinds & $4 <> 0) AND ($5::text IS NULL OR tenant = $5)
              AS wanted
            FROM journal WHERE partition_id = $1 AND position > $2 AND position <= $3
          ) AS scanned
          WHERE wanted OR position = $3
          ORDER BY position LIMIT $6
        ) AS counted
      ) AS page
      WHERE bytes_before < $7
      ORDER BY position""";

  private static final String UNKNOWN =
      """
      SELECT asked.partition_id, asked.position
      FROM unnest($1::int[], $2::bigint[], $3::bytea[]) AS asked (partition_id, position, digest)
        LEFT JOIN journal USING (partition_id, position)
      WHERE journal.digest IS DISTINCT FROM asked.digest
      ORDER BY 1 LIMIT 1""";

  private final Pool pool;
  private final FollowLimits limits;

  JournalReader(Pool pool, FollowLimits limits) {
    this.pool = pool;
    this.limits = limits;
  }

  /** The last position of each partition. */
  Uni<Map<Integer, Long>> heads() {
    return pool.preparedQuery(HEADS)
        .execute()
        .map(
            rows -> {
              Map<Integer, Long> heads = new HashMap<>();
              rows.forEach(row -> heads.put(row.getInteger(0), row.getLong(1)));
              return heads;
            });
  }

  /**
   * The next entries of a partition: wanted batches in order, or the last one that was looked at.
   *
   * @param head a position that the partition is known to have, after the place
   */
  Uni<List<Entry>> page(Place after, long head, Wish wish) {
    long last = Math.min(head, after.position() + limits.scanPositions());
    return pool.preparedQuery(PAGE)
        .execute(
            Tuple.of(after.partition(), after.position(), last, wish.kinds(), wish.tenant())
                .addInteger(limits.pageBatches())
                .addLong(limits.pageBytes()))
        .map(rows -> entries(after.partition(), rows));
  }

  /**
   * Completes when the journal holds every batch that the places remember; fails with
   * JOURNAL_DIVERGED otherwise.
   */
  Uni<Void> check(List<Place> places) {
    List<Place> remembered = places.stream().filter(place -> place.position() > 0).toList();
    return pool.preparedQuery(UNKNOWN)
        .execute(
            Tuple.of(
                remembered.stream().map(Place::partition).toArray(Integer[]::new),
                remembered.stream().map(Place::position).toArray(Long[]::new),
                remembered.stream()
                    .map(place -> Buffer.buffer(place.digest().toByteArray()))
                    .toArray(Buffer[]::new)))
        .onItem()
        .transformToUni(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().failure(diverged(rows.iterator().next())));
  }

  private static List<Entry> entries(int partition, RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> Entry.of(partition, row))
        .toList();
  }

  private static Failure diverged(Row row) {
    return Failure.of(
            ErrorReason.ERROR_REASON_JOURNAL_DIVERGED,
            ("The journal does not hold the batch that the cursor remembers at position %d of"
                    + " partition %d: it was restored from an older backup. Rebuild the projection.")
                .formatted(row.getLong(1), row.getInteger(0)))
        .with("partition", Integer.toString(row.getInteger(0)))
        .with("position", Long.toString(row.getLong(1)));
  }
}
