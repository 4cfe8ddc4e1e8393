package io.throughline.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
  @TempDir Path home;

  @Test
  void keepsDataOverARestartWithDurableCommits() throws Exception {
    // Given
    try (Postgres postgres = Postgres.start(options())) {
      Database database = postgres.database("journal");
      execute(database, "CREATE TABLE note (text text)");
      execute(database, "INSERT INTO note VALUES ('kept')");
    }
    // When
    try (Postgres postgres = Postgres.start(options())) {
      Database database = postgres.database("journal");
      // Then
      assertThat(query(database, "SELECT text FROM note")).isEqualTo("kept");
      assertThat(query(database, "SHOW fsync")).isEqualTo("on");
      assertThat(query(database, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(query(database, "SHOW server_version")).isEqualTo(Binaries.VERSION);
    }
  }

  @Test
  void comesBackAfterItsServerWasKilled() throws Exception {
    try (Postgres postgres = Postgres.start(options())) {
      // Given
      Database database = postgres.database("journal");
      execute(database, "CREATE TABLE note (text text)");
      execute(database, "INSERT INTO note VALUES ('kept')");
      kill(postgres);
      // When
      postgres.restart();
      // Then
      assertThat(query(database, "SELECT text FROM note")).isEqualTo("kept");
    }
  }

  @Test
  void endsTheServerThatAKilledOwnerLeftBehind() throws Exception {
    // Given: a JVM that starts a server and dies without closing it
    Process owner = AnotherJvm.startServer(home);
    long server =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    Postmaster.of(home.toRealPath().resolve("pg18"))
                        .flatMap(Postmaster::server)
                        .map(ProcessHandle::pid),
                Optional::isPresent)
            .orElseThrow();
    owner.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(server)).isPresent();
    // When
    try (Postgres postgres = Postgres.start(options())) {
      // Then
      assertThat(postgres.process().orElseThrow().pid()).isNotEqualTo(server);
      // What has ended but was not waited for has no command any more.
      assertThat(ProcessHandle.of(server).flatMap(process -> process.info().command())).isEmpty();
    }
  }

  @Test
  void startsOverAPidFileWhoseNumberBelongsToAnotherProgram() throws Exception {
    // Given
    Postgres.start(options()).close();
    long self = ProcessHandle.current().pid();
    Files.writeString(home.resolve("pg18/postmaster.pid"), self + "\n" + home + "\n1000000000\n");
    // When
    try (Postgres postgres = Postgres.start(options())) {
      // Then
      assertThat(postgres.process()).isPresent();
    }
  }

  @Test
  void refusesADirectoryThatIsInUse() throws Exception {
    try (Postgres postgres = Postgres.start(options())) {
      assertThatThrownBy(() -> Postgres.start(options()))
          .isInstanceOf(PostgresException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
      assertThat(postgres.process()).isPresent();
    }
  }

  @Test
  void refusesDataOfAnotherVersion() throws Exception {
    // Given
    Files.createDirectories(home.resolve("pg17"));
    Files.writeString(home.resolve("pg17/PG_VERSION"), "17\n");
    // When, Then
    assertThatThrownBy(() -> Postgres.start(options()))
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining("PostgreSQL 17")
        .hasMessageContaining("pg_upgrade");
  }

  @Test
  void refusesAPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(
              () ->
                  Postgres.start(
                      new Postgres.Options(home, port, home.resolve("postgres.log"), true)))
          .isInstanceOf(PostgresException.class)
          .hasMessageContaining("port " + port);
    }
  }

  @Test
  void letsNobodyIntoADatabaseButItsOwner() throws Exception {
    try (Postgres postgres = Postgres.start(options())) {
      // Given
      Database ingest = postgres.database("ingest");
      Database lineage = postgres.database("lineage");
      Database stranger =
          new Database(ingest.name(), ingest.port(), lineage.user(), lineage.password());
      Database guess = new Database(ingest.name(), ingest.port(), ingest.user(), "guess");
      // When, Then
      assertThatThrownBy(() -> query(stranger, "SELECT 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied for database");
      assertThatThrownBy(() -> query(guess, "SELECT 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  private Postgres.Options options() {
    return new Postgres.Options(home, FreePort.find(), home.resolve("log/postgres.log"), true);
  }

  private static void kill(Postgres postgres) {
    ProcessHandle server = postgres.process().orElseThrow();
    server.destroyForcibly();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> postgres.process().isEmpty());
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(Database database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
