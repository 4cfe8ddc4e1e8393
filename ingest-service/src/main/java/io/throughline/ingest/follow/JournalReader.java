package io.throughline.ingest.follow;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.ingest.v1.Journal;
import io.throughline.server.position.BatchPosition;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the journal's tables. Every read is bounded, whatever the journal's size. */
@ApplicationScoped
class JournalReader {
  private static final String HEADS = "SELECT partition_id, position FROM partition_head";

  /** The wanted batches of a range, and its last position in any case. */
  private static final String PAGE =
      """
      SELECT position, digest, append_time, tenant, traceparent, tombstone, codec, size,
        CASE WHEN wanted THEN payload END AS payload,
        (SELECT position FROM horizon WHERE partition_id = $1) AS horizon
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

  /** Where followers that stand at some places really begin, and whether the journal knows them. */
  private static final String BEGINNING =
      """
      SELECT asked.partition_id, asked.position, coalesce(horizon.position, 0) AS horizon,
        coalesce(horizon.digest, '') AS horizon_digest,
        asked.position = 0 OR coalesce(journal.digest = asked.digest, false)
          OR coalesce(horizon.position = asked.position AND horizon.digest = asked.digest, false)
          AS known
      FROM unnest($1::int[], $2::bigint[], $3::bytea[]) WITH ORDINALITY
        AS asked (partition_id, position, digest, index)
        LEFT JOIN journal ON journal.partition_id = asked.partition_id
          AND journal.position = asked.position
        LEFT JOIN horizon ON horizon.partition_id = asked.partition_id
      ORDER BY asked.index""";

  private static final String BATCH =
      """
      SELECT position, digest, append_time, tenant, traceparent, tombstone, codec, size, payload
      FROM journal
      WHERE partition_id = $1 AND position = $2 AND ($3::text IS NULL OR tenant = $3)""";

  private static final String JOURNAL =
      """
      SELECT partition_id, partition_head.position, coalesce(horizon.position, 0),
        (SELECT incarnation_id::text FROM installation)
      FROM partition_head LEFT JOIN horizon USING (partition_id) ORDER BY 1""";

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
        .map(rows -> entries(after, rows));
  }

  /**
   * Where a follower begins: at the places that it names, and behind what retention has removed
   * where it has seen nothing yet. Fails with JOURNAL_DIVERGED where the journal does not hold a
   * batch that a place remembers.
   */
  Uni<List<Place>> beginning(List<Place> places) {
    return pool.preparedQuery(BEGINNING)
        .execute(
            Tuple.of(
                places.stream().map(Place::partition).toArray(Integer[]::new),
                places.stream().map(Place::position).toArray(Long[]::new),
                places.stream()
                    .map(place -> Buffer.buffer(place.digest().toByteArray()))
                    .toArray(Buffer[]::new)))
        .map(
            rows -> {
              List<Place> begin = new ArrayList<>(places.size());
              for (Row row : rows) {
                begin.add(beginning(places.get(begin.size()), row));
              }
              return begin;
            });
  }

  private static Place beginning(Place asked, Row row) {
    if (!row.getBoolean("known")) {
      throw diverged(asked, row.getLong("horizon"));
    }
    return asked.position() == 0 && row.getLong("horizon") > 0
        ? new Place(
            asked.partition(),
            row.getLong("horizon"),
            ByteString.copyFrom(row.getBuffer("horizon_digest").getBytes()))
        : asked;
  }

  /**
   * One batch.
   *
   * @param tenant whose it must be; null: anybody's
   */
  Uni<Optional<Entry>> batch(BatchPosition at, String tenant) {
    return pool.preparedQuery(BATCH)
        .execute(Tuple.of(at.partition(), at.position(), tenant))
        .map(
            rows ->
                rows.rowCount() == 0
                    ? Optional.empty()
                    : Optional.of(Entry.of(at.partition(), rows.iterator().next())));
  }

  /** What the journal says of itself. */
  Uni<Journal> journal() {
    return pool.preparedQuery(JOURNAL)
        .execute()
        .map(
            rows -> {
              SortedMap<Integer, Long> heads = new TreeMap<>();
              SortedMap<Integer, Long> horizon = new TreeMap<>();
              Journal.Builder journal = Journal.newBuilder();
              for (Row row : rows) {
                heads.put(row.getInteger(0), row.getLong(1));
                if (row.getLong(2) > 0) {
                  horizon.put(row.getInteger(0), row.getLong(2));
                }
                journal.setIncarnationId(row.getString(3));
              }
              return journal
                  .setHead(new Position(heads).toString())
                  .setHorizon(new Position(horizon).toString())
                  .build();
            });
  }

  private static List<Entry> entries(Place after, RowSet<Row> rows) {
    List<Entry> entries = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Long horizon = row.getLong("horizon");
      if (horizon != null && horizon > after.position()) {
        throw new IllegalStateException("retention has passed the follower");
      }
      entries.add(Entry.of(after.partition(), row));
    }
    return entries;
  }

  private static Failure diverged(Place place, long horizon) {
    String why =
        place.position() < horizon
            ? "retention has removed batches up to position %d, which the follower has missed"
                .formatted(horizon)
            : "it was restored from an older backup";
    return Failure.of(
            ErrorReason.ERROR_REASON_JOURNAL_DIVERGED,
            ("The journal does not hold the batch that the cursor remembers at position %d of"
                    + " partition %d: %s. Rebuild the projection.")
                .formatted(place.position(), place.partition(), why))
        .with("partition", Integer.toString(place.partition()))
        .with("position", Long.toString(place.position()));
  }
}
