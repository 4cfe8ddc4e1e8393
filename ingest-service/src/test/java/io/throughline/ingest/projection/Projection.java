package io.throughline.ingest.projection;

import io.smallrye.mutiny.Uni;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.ingest.follower.FollowerTables;
import io.throughline.ingest.testing.Databases;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.TestPostgres;
import io.throughline.server.position.BatchPosition;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A projection that writes down which batches it has seen, with as many replicas as one wants. */
final class Projection implements AutoCloseable {
  static final String SCHEMA = "generation_1";
  final Database database = TestPostgres.database("projection");
  private final Pool pool = Databases.pool(database);
  private final String constraint;

  /**
   * An empty projection.
   *
   * @param constraint what PostgreSQL checks of every row; a batch that breaks it is poison
   */
  Projection(String constraint) {
    this.constraint = constraint;
    execute(
        "CREATE SCHEMA " + SCHEMA,
        FollowerTables.ddl(SCHEMA),
        """
        CREATE TABLE %s.seen (id bigint GENERATED ALWAYS AS IDENTITY, partition_id int,
          position bigint, scope text, number bigint,
          CONSTRAINT healthy CHECK (%s))"""
            .formatted(SCHEMA, this.constraint));
  }

  /** From now on nothing is poison. */
  void repair() {
    execute("ALTER TABLE %s.seen DROP CONSTRAINT healthy".formatted(SCHEMA));
  }

  Pool pool() {
    return pool;
  }

  /** Not idempotent on purpose: what is applied twice is seen twice. */
  static Uni<Void> effect(SqlConnection connection, List<FollowedBatch> batches) {
    return connection
        .preparedQuery(
            """
            INSERT INTO %s.seen (partition_id, position, scope, number) VALUES ($1, $2, $3, $4)"""
                .formatted(SCHEMA))
        .executeBatch(
            batches.stream()
                .map(
                    batch ->
                        Tuple.of(
                            batch.partition(),
                            batch.position(),
                            batch.batch().getScope(),
                            batch.batch().getNumber()))
                .toList())
        .replaceWithVoid();
  }

  /** The numbers of the batches of a scope, in the order in which they were applied. */
  List<Long> numbers(String scope) {
    return longs(
        "SELECT number FROM %s.seen WHERE scope = '%s' ORDER BY id".formatted(SCHEMA, scope));
  }

  /** The numbers of the batches in quarantine. */
  List<Long> quarantined(String scope) {
    return longs(
        "SELECT number FROM %s.quarantine WHERE scope = '%s' AND reason <> '' ORDER BY number"
            .formatted(SCHEMA, scope));
  }

  /** Where the batches of a scope that are in quarantine lie. */
  List<BatchPosition> quarantinedPositions(String scope) {
    String rows = "FROM %s.quarantine WHERE scope = '%s'".formatted(SCHEMA, scope);
    int partition = longs("SELECT DISTINCT partition_id " + rows).get(0).intValue();
    return longs("SELECT position " + rows + " ORDER BY position").stream()
        .map(position -> new BatchPosition(partition, position))
        .toList();
  }

  /** The cursors' positions. */
  List<Long> cursors() {
    return longs("SELECT position FROM %s.cursor ORDER BY partition_id".formatted(SCHEMA));
  }

  void execute(String... statements) {
    try (Connection connection = Databases.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Long> longs(String query) {
    try (Connection connection = Databases.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<Long> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getLong(1));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    pool.closeAndAwait();
  }
}
