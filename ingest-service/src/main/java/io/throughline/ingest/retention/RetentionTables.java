package io.throughline.ingest.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements of retention, on one connection. Each reads a bounded part of the journal. */
final class RetentionTables {
  /** What a batch's row and its index entries take beside the payload, about. */
  private static final int ROW_BYTES = 256;

  private static final String COMPLETE =
      """
      INSERT INTO horizon (partition_id) SELECT partition_id FROM partition_head
      ON CONFLICT DO NOTHING""";

  private static final String PARTITIONS =
      """
      SELECT partition_id, partition_head.position AS head, horizon.position AS horizon,
        horizon.measured_position, horizon.measured_bytes, oldest.append_time,
        (SELECT min(coalesce(follower.position, 0))
          FROM (SELECT name FROM follower GROUP BY name HAVING max(seen_time) > $1) AS living
            LEFT JOIN follower ON follower.name = living.name
              AND follower.partition_id = partition_head.partition_id) AS floor
      FROM partition_head JOIN horizon USING (partition_id)
        LEFT JOIN LATERAL (
          SELECT append_time FROM journal
          WHERE journal.partition_id = partition_head.partition_id
            AND journal.position > horizon.position
          ORDER BY journal.position LIMIT 1) AS oldest ON true
      ORDER BY partition_id""";

  private static final String LOCK =
      "SELECT position FROM horizon WHERE partition_id = $1 FOR UPDATE";

  private static final String MEASURE =
      """
      WITH part AS (
        SELECT coalesce(max(position), 0) AS last, sum(octet_length(payload) + %d) AS bytes
        FROM journal, (SELECT measured_position FROM horizon WHERE partition_id = $1) AS done
        WHERE partition_id = $1 AND position > done.measured_position
          AND position <= done.measured_position + $2)
      UPDATE horizon SET measured_position = last, measured_bytes = measured_bytes + bytes
      FROM part WHERE partition_id = $1 AND last > measured_position"""
          .formatted(ROW_BYTES);

  /** The oldest batches behind the horizon that are old enough, and small enough together. */
  private static final String REMOVE =
      """
      WITH done AS (SELECT position, measured_position FROM horizon WHERE partition_id = $1),
      part AS (
        SELECT position, append_time, digest, octet_length(payload) + %1$d AS bytes,
          sum(octet_length(payload) + %1$d) OVER (ORDER BY position) AS bytes_up_to
        FROM journal
        WHERE partition_id = $1 AND position > (SELECT position FROM done)
          AND position <= least((SELECT position FROM done) + $2, $3)),
      removable AS (
        SELECT * FROM part
        WHERE append_time < $4 OR bytes_up_to - bytes < $5),
      removed AS (
        DELETE FROM journal WHERE partition_id = $1
          AND position IN (SELECT position FROM removable))
      UPDATE horizon SET position = last.position, digest = last.digest,
        measured_position = greatest(horizon.measured_position, last.position),
        measured_bytes = greatest(0, horizon.measured_bytes - coalesce(
          (SELECT sum(bytes) FROM removable WHERE removable.position <= done.measured_position), 0))
      FROM done, (SELECT position, digest FROM removable ORDER BY position DESC LIMIT 1) AS last
      WHERE partition_id = $1"""
          .formatted(ROW_BYTES);

  private final SqlConnection connection;

  RetentionTables(SqlConnection connection) {
    this.connection = connection;
  }

  /**
   * A partition as retention sees it.
   *
   * @param id the partition
   * @param head its last position
   * @param horizon up to where it was removed
   * @param measuredPosition up to where its bytes are counted
   * @param measuredBytes how many there are behind the horizon
   * @param oldest when its oldest batch was appended; empty where it has none
   * @param floor how far every living follower has come; empty: there are none
   */
  record Partition(
      int id,
      long head,
      long horizon,
      long measuredPosition,
      long measuredBytes,
      Optional<OffsetDateTime> oldest,
      Optional<Long> floor) {

    private static Partition of(Row row) {
      return new Partition(
          row.getInteger("partition_id"),
          row.getLong("head"),
          row.getLong("horizon"),
          row.getLong("measured_position"),
          row.getLong("measured_bytes"),
          Optional.ofNullable(row.getOffsetDateTime("append_time")),
          Optional.ofNullable(row.getLong("floor")));
    }

    /** The last position that may be removed. */
    long removableTo() {
      return Math.min(head, floor.orElse(head));
    }
  }

  /** All partitions; followers that were last seen before an instant do not count. */
  Uni<List<Partition>> partitions(OffsetDateTime seenSince) {
    return connection
        .query(COMPLETE)
        .execute()
        .chain(() -> connection.preparedQuery(PARTITIONS).execute(Tuple.of(seenSince)))
        .map(
            rows -> {
              List<Partition> all = new ArrayList<>();
              rows.forEach(row -> all.add(Partition.of(row)));
              return all;
            });
  }

  /** Counts the bytes of the next batches. */
  Uni<Void> measure(Partition partition, int batches) {
    return connection
        .preparedQuery(LOCK)
        .execute(Tuple.of(partition.id()))
        .chain(
            () ->
                connection.preparedQuery(MEASURE).execute(Tuple.of(partition.id(), (long) batches)))
        .replaceWithVoid();
  }

  /**
   * Removes the oldest batches of a partition that were appended before an instant, or that lie
   * among its first bytes.
   *
   * @return whether any was removed
   */
  Uni<Boolean> remove(Partition partition, int batches, OffsetDateTime before, long bytes) {
    return connection
        .preparedQuery(LOCK)
        .execute(Tuple.of(partition.id()))
        .chain(
            () ->
                connection
                    .preparedQuery(REMOVE)
                    .execute(
                        Tuple.of(
                            partition.id(),
                            (long) batches,
                            partition.removableTo(),
                            before,
                            bytes)))
        .map(rows -> rows.rowCount() > 0);
  }
}
