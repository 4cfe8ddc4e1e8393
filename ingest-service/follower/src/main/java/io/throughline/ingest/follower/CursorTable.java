package io.throughline.ingest.follower;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** The table {@code cursor}: a row a partition. */
final class CursorTable {
  private final Pool pool;
  private final String addLeases;
  private final String selectAll;
  private final String insertMissing;
  private final String compareAndSet;
  private final String lock;

  CursorTable(Pool pool, String schema) {
    this.pool = pool;
    addLeases = FollowerTables.leases(schema);
    selectAll =
        "SELECT partition_id, position, digest FROM %s.cursor ORDER BY partition_id"
            .formatted(schema);
    insertMissing =
        """
        INSERT INTO %s.cursor (partition_id, position, digest)
        SELECT partition_id, 0, ''::bytea FROM generate_series(0, $1 - 1) AS partition_id
        ON CONFLICT DO NOTHING"""
            .formatted(schema);
    lock = "SELECT 1 FROM %s.cursor WHERE partition_id = $1 FOR UPDATE".formatted(schema);
    compareAndSet =
        """
        UPDATE %s.cursor SET position = $3, digest = $4, append_time = coalesce($5, append_time)
        WHERE partition_id = $1 AND position = $2 AND position < $3 AND lease_epoch = $6"""
            .formatted(schema);
  }

  /** Keeps every replica from applying anything to a partition until the transaction ends. */
  Uni<Void> lock(SqlConnection transaction, int partition) {
    return transaction.preparedQuery(lock).execute(Tuple.of(partition)).replaceWithVoid();
  }

  /** Adds the partitions that have no row, and leases where the tables have none. */
  Uni<Void> open(int partitionCount) {
    return pool.query(addLeases)
        .execute()
        .chain(() -> pool.preparedQuery(insertMissing).execute(Tuple.of(partitionCount)))
        .replaceWithVoid();
  }

  Uni<List<PartitionCursor>> read() {
    return pool.preparedQuery(selectAll).execute().map(CursorTable::cursors);
  }

  /** Moves the cursor over steps without a batch, which have no effects, by itself. */
  Uni<Void> move(PartitionCursor from, long epoch, Step last) {
    return move(pool, from, epoch, last);
  }

  /**
   * Moves the cursor in the transaction of the step's effects. Taken first, it also keeps other
   * replicas from starting the same work.
   *
   * @param epoch the lease's epoch, under which the step is applied
   * @throws CursorMovedException (as a failure) when another replica has moved it, or has taken the
   *     partition over
   */
  Uni<Void> move(SqlClient transaction, PartitionCursor from, long epoch, Step last) {
    PartitionCursor to = last.after();
    OffsetDateTime appendTime =
        last.batch().map(batch -> batch.appendTime().atOffset(ZoneOffset.UTC)).orElse(null);
    return transaction
        .preparedQuery(compareAndSet)
        .execute(
            Tuple.from(
                    List.of(
                        from.partition(),
                        from.position(),
                        to.position(),
                        Buffer.buffer(to.digest().toByteArray())))
                .addOffsetDateTime(appendTime)
                .addLong(epoch))
        .onItem()
        .transformToUni(
            moved ->
                moved.rowCount() == 1
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().failure(new CursorMovedException(from)));
  }

  private static List<PartitionCursor> cursors(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row ->
                new PartitionCursor(
                    row.getInteger(0),
                    row.getLong(1),
                    ByteString.copyFrom(row.getBuffer(2).getBytes())))
        .toList();
  }
}
