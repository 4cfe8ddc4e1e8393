package io.throughline.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ingest.testing.Databases;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.EndedSessions;
import io.throughline.local.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

/** G14: a migration that breaks off anywhere is taken up again, and only one runs at a time. */
class MigrationTest {
  private static final int PARTITIONS = 4;

  /** Everything that a migration makes, and what it has written. */
  private static final String SCHEMA =
      """
      SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable,
        column_default) FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT format('%s: %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT format('migration %s %s', version, success) FROM flyway_schema_history
      UNION ALL SELECT format('partition %s at %s', partition_id, position) FROM partition_head
      ORDER BY 1""";

  private static final String BATCH =
      """
      INSERT INTO journal (partition_id, position, tenant, scope, producer, epoch, number, kinds,
        event_count, append_time, traceparent, digest, codec, size, payload)
      VALUES (0, 1, '-', 'experiments/old', 'p', 1, 1, 2, 1, now(), '', '\\x00', 0, 1, '\\x00')""";

  private static void migrate(DataSource database) throws SQLException {
    Flyway.configure().dataSource(database).load().migrate();
    Installation.open(database, PARTITIONS);
  }

  private static List<String> strings(Database database, String query) throws SQLException {
    try (Connection connection = Databases.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  /** Whether the migration broke off. */
  private static boolean breaksOff(EndedSessions sessions) {
    try {
      migrate(sessions.dataSource());
      return false;
    } catch (FlywayException | SQLException e) {
      return true;
    }
  }

  @Test
  void whereverItBreaksOffTheNextStartFinishesIt() throws Exception {
    // Given
    Database whole = TestPostgres.database("whole");
    EndedSessions counted = new EndedSessions(Databases.dataSource(whole), 0);
    migrate(counted.dataSource());
    List<String> schema = strings(whole, SCHEMA);
    int broken = 0;
    for (int end = 1; end <= counted.count(); end++) {
      Database database = TestPostgres.database("broken");
      // When
      if (breaksOff(new EndedSessions(Databases.dataSource(database), end))) {
        broken++;
      }
      migrate(Databases.dataSource(database));
      // Then
      assertThat(strings(database, SCHEMA)).as("broken off at %d", end).isEqualTo(schema);
    }
    assertThat(broken).isGreaterThan(counted.count() / 2);
  }

  @Test
  void whatWasThereStaysWhereverAnUpgradeBreaksOff() throws Exception {
    // Given
    int end = 1;
    boolean broken = true;
    while (broken) {
      Database database = TestPostgres.database("upgraded");
      DataSource source = Databases.dataSource(database);
      Flyway.configure().dataSource(source).target("1").load().migrate();
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(BATCH);
      }
      // When
      EndedSessions sessions = new EndedSessions(source, end);
      broken = breaksOff(sessions) || end < sessions.count();
      migrate(source);
      // Then
      assertThat(
              strings(database, "SELECT scope || tombstone FROM journal WHERE position = 1"))
          .as("broken off at %d", end)
          .containsExactly("experiments/old0");
      end += 3;
    }
    assertThat(end).isGreaterThan(10);
  }

  @Test
  void threeThatStartTogetherMigrateOnce() throws Exception {
    // Given
    Database database = TestPostgres.database("together");
    // When
    CompletableFuture<?>[] starts =
        Stream.generate(() -> CompletableFuture.runAsync(() -> start(database)))
            .limit(3)
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(starts).join();
    // Then
    assertThat(strings(database, "SELECT version FROM flyway_schema_history ORDER BY version"))
        .doesNotHaveDuplicates()
        .contains("1", "2");
    assertThat(strings(database, "SELECT 1 FROM partition_head")).hasSize(PARTITIONS);
  }

  private static void start(Database database) {
    try {
      migrate(Databases.dataSource(database));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
