package io.throughline.selection.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.EndedSessions;
import io.throughline.local.postgres.SchemaText;
import io.throughline.local.postgres.TestPostgres;
import io.throughline.selection.testing.GateTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** G14: a migration that is killed between its commits is taken up again. */
@QuarkusTest
class AtomicMigrationsTest extends GateTest {
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  @Inject Flyway flyway;

  /** Flyway says at length that its connection is gone, which is what is tested here. */
  @BeforeAll
  static void silence() {
    FLYWAY.setLevel(Level.OFF);
  }

  @AfterAll
  static void listen() {
    FLYWAY.setLevel(null);
  }

  private static PGSimpleDataSource database() {
    Database database = TestPostgres.database("migrated");
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(database.user());
    source.setPassword(database.password());
    return source;
  }

  private static void migrate(DataSource database) {
    FluentConfiguration configuration = Flyway.configure().dataSource(database);
    new AtomicMigrations().customize(configuration);
    configuration.load().migrate();
  }

  @Test
  void theServiceMigratesOnOneConnection() {
    assertThat(
            flyway
                .getConfiguration()
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .isTransactionalLock())
        .isFalse();
  }

  @Test
  void whateverCommitItIsKilledAfterTheNextStartFinishesIt() throws SQLException {
    // Given
    DataSource whole = database();
    EndedSessions counted = new EndedSessions(whole, 0);
    migrate(counted.dataSource());
    List<String> schema = SchemaText.of(whole);
    assertThat(counted.commits()).hasSizeGreaterThanOrEqualTo(3);
    for (int commit : counted.commits()) {
      DataSource database = database();
      // When
      try {
        migrate(new EndedSessions(database, commit + 1).dataSource());
      } catch (FlywayException e) {
        assertThat(e).as("killed after %d", commit).hasStackTraceContaining("PSQLException");
      }
      migrate(database);
      // Then
      assertThat(SchemaText.of(database)).as("killed after %d", commit).isEqualTo(schema);
    }
  }
}
