package io.throughline.ingest.follower;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Shares the partitions out among the replicas: a row of {@code cursor} says who applies the
 * partition, under which epoch and until when; {@code replica} says who is there. The database's
 * clock alone decides what is over. A partition whose step is being applied is not taken over
 * before that transaction has ended, and a renewal waits for no partition that it keeps.
 */
final class LeaseTable {
  private final Pool pool;
  private final String replica;
  private final long leaseMillis;
  private final String present;
  private final String takeBack;
  private final String renew;
  private final String release;
  private final String claim;
  private final String leave;
  private final String read;

  LeaseTable(Pool pool, FollowerOptions options) {
    this.pool = pool;
    this.replica = options.replica();
    this.leaseMillis = options.lease().toMillis();
    String until = "now() + $2::bigint * interval '1 millisecond'";
    present =
        sql(
            """
            WITH here AS (
              INSERT INTO %1$s.replica (name, until) VALUES ($1, %2$s)
              ON CONFLICT (name) DO UPDATE SET until = excluded.until),
            gone AS (DELETE FROM %1$s.replica WHERE until < now() - interval '1 hour'
                AND name <> $1)
            SELECT 1 + count(*) FROM %1$s.replica WHERE until > now() AND name <> $1""",
            options, until);
    takeBack =
        sql(
            """
            UPDATE %1$s.cursor SET lease_epoch = lease_epoch + 1, lease_until = %2$s
            WHERE lease_owner = $1""",
            options, until);
    renew =
        sql(
            """
            UPDATE %1$s.cursor SET lease_until = %2$s WHERE partition_id IN (
              SELECT partition_id FROM %1$s.cursor WHERE lease_owner = $1 FOR UPDATE SKIP LOCKED)""",
            options, until);
    release =
        sql(
            """
            UPDATE %1$s.cursor SET lease_owner = NULL, lease_until = NULL
            WHERE lease_owner = $1 AND partition_id IN (
              SELECT partition_id FROM %1$s.cursor WHERE lease_owner = $1
              ORDER BY partition_id OFFSET $2)""",
            options, until);
    claim =
        sql(
            """
            UPDATE %1$s.cursor
            SET lease_owner = $1, lease_epoch = lease_epoch + 1, lease_until = %2$s
            WHERE partition_id IN (
              SELECT partition_id FROM %1$s.cursor
              WHERE lease_owner IS NULL OR (lease_owner <> $1 AND lease_until < now())
              ORDER BY partition_id
              LIMIT greatest(0, $3 - (SELECT count(*) FROM %1$s.cursor WHERE lease_owner = $1))
              FOR UPDATE SKIP LOCKED)""",
            options, until);
    leave = sql("DELETE FROM %1$s.replica WHERE name = $1", options, until);
    read =
        sql(
            """
            SELECT partition_id, position, digest, coalesce(lease_owner, ''), lease_epoch
            FROM %1$s.cursor ORDER BY partition_id""",
            options, until);
  }

  private static String sql(String template, FollowerOptions options, String until) {
    return template.formatted(options.schema(), until);
  }

  /**
   * Begins: the replica is there, takes back what it held under its name before, and claims its
   * share of what is free.
   */
  Uni<Holdings> begin() {
    return balance(takeBack);
  }

  /** Goes on: renews, gives back what is more than the replica's share, claims what is missing. */
  Uni<Holdings> renew() {
    return balance(renew);
  }

  private Uni<Holdings> balance(String keep) {
    return pool.withTransaction(
        connection ->
            connection
                .query("SET LOCAL synchronous_commit = off")
                .execute()
                .chain(() -> connection.preparedQuery(present).execute(mine()))
                .map(rows -> rows.iterator().next().getLong(0))
                .call(() -> connection.preparedQuery(keep).execute(mine()))
                .chain(replicas -> share(connection, replicas))
                .chain(() -> read(connection)));
  }

  private Uni<Void> share(SqlConnection connection, long replicas) {
    return read(connection)
        .chain(
            holdings -> {
              long share = (holdings.leases().size() + replicas - 1) / replicas;
              return connection
                  .preparedQuery(release)
                  .execute(Tuple.of(replica, share))
                  .chain(
                      () ->
                          connection
                              .preparedQuery(claim)
                              .execute(Tuple.of(replica, leaseMillis, share)))
                  .replaceWithVoid();
            });
  }

  /** The leases as they are. */
  Uni<Holdings> read() {
    return pool.preparedQuery(read).execute().map(this::holdings);
  }

  private Uni<Holdings> read(SqlConnection connection) {
    return connection.preparedQuery(read).execute().map(this::holdings);
  }

  /** Gives everything back at once, so that nobody has to wait for it. */
  Uni<Void> leave() {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(release)
                .execute(Tuple.of(replica, 0L))
                .chain(() -> connection.preparedQuery(leave).execute(Tuple.of(replica)))
                .replaceWithVoid());
  }

  private Tuple mine() {
    return Tuple.of(replica, leaseMillis);
  }

  private Holdings holdings(RowSet<Row> rows) {
    List<Lease> leases =
        StreamSupport.stream(rows.spliterator(), false).map(LeaseTable::lease).toList();
    return new Holdings(leases, replica);
  }

  private static Lease lease(Row row) {
    return new Lease(
        new PartitionCursor(
            row.getInteger(0), row.getLong(1), ByteString.copyFrom(row.getBuffer(2).getBytes())),
        row.getString(3),
        row.getLong(4));
  }

  /** How long a replica waits between two looks. */
  static Duration pause(FollowerOptions options) {
    return options.lease().dividedBy(4);
  }
}
