package io.throughline.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ingest.testing.Databases;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.EndedSessions;
import io.throughline.local.postgres.SchemaText;
import io.throughline.local.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * G14: a migration that breaks off anywhere is taken up again, and only one runs at a time. {@code
 * -Dmigrations.every} breaks off before every statement, and not only after commits and before a
 * few others.
 */
class MigrationTest {
  private static final int PARTITIONS = 4;
  private static final boolean EVERY = System.getProperty("migrations.every") != null;
  private static final int FEW = 2;
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  private static final String HEADS =
      "SELECT format('partition %s at %s', partition_id, position) FROM partition_head ORDER BY 1";

  private static final String BATCH =
      """
      INSERT INTO journal (partition_id, position, tenant, scope, producer, epoch, number, kinds,
        event_count, append_time, traceparent, digest, codec, size, payload)
      VALUES (0, 1, '-', 'experiments/old', 'p', 1, 1, 2, 1, now(), '', '\\x00', 0, 1, '\\x00')""";

  /** Flyway says at length that its connection is gone, which is what is tested here. */
  @BeforeAll
  static void silence() {
    FLYWAY.setLevel(Level.OFF);
  }

  @AfterAll
  static void listen() {
    FLYWAY.setLevel(null);
  }

  private static void migrate(DataSource database) throws SQLException {
    Databases.flyway(database).load().migrate();
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

  /** Before which statements to break off. */
  private static List<Integer> ends(EndedSessions counted) {
    IntStream all = IntStream.rangeClosed(1, counted.count());
    if (EVERY) {
      return all.boxed().toList();
    }
    int step = counted.count() / FEW;
    Set<Integer> commits = Set.copyOf(counted.commits());
    return all.filter(end -> end % step == 0 || commits.contains(end) || commits.contains(end - 1))
        .boxed()
        .toList();
  }

  @Test
  void whereverItBreaksOffTheNextStartFinishesIt() throws Exception {
    // Given
    Database whole = TestPostgres.database("whole");
    EndedSessions counted = new EndedSessions(Databases.dataSource(whole), 0);
    migrate(counted.dataSource());
    List<String> schema = SchemaText.of(Databases.dataSource(whole));
    List<String> heads = strings(whole, HEADS);
    int broken = 0;
    List<Integer> ends = ends(counted);
    for (int end : ends) {
      Database database = TestPostgres.database("broken");
      // When
      if (breaksOff(new EndedSessions(Databases.dataSource(database), end))) {
        broken++;
      }
      migrate(Databases.dataSource(database));
      // Then
      assertThat(SchemaText.of(Databases.dataSource(database)))
          .as("broken off at %d", end)
          .isEqualTo(schema);
      assertThat(strings(database, HEADS)).as("broken off at %d", end).isEqualTo(heads);
    }
    assertThat(broken).isGreaterThan(ends.size() / 2);
  }

  @Test
  void whatWasThereStaysWhereverAnUpgradeBreaksOff() throws Exception {
    // Given
    EndedSessions counted = new EndedSessions(Databases.dataSource(old()), 0);
    migrate(counted.dataSource());
    for (int end : ends(counted)) {
      Database database = old();
      DataSource source = Databases.dataSource(database);
      // When
      breaksOff(new EndedSessions(source, end));
      migrate(source);
      // Then
      assertThat(strings(database, "SELECT scope || tombstone FROM journal WHERE position = 1"))
          .as("broken off at %d", end)
          .containsExactly("experiments/old0");
    }
  }

  /** A journal with a batch, as the first version left it. */
  private static Database old() throws SQLException {
    Database database = TestPostgres.database("old");
    DataSource source = Databases.dataSource(database);
    Databases.flyway(source).target("1").load().migrate();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(BATCH);
    }
    return database;
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
