package io.throughline.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  @TempDir Path first;
  @TempDir Path second;

  /** Writes a number to one database, then to the other: the second is never ahead of the first. */
  private static void write(
      Database journal, Database projection, AtomicLong written, AtomicBoolean stop)
      throws Exception {
    try (Connection one = connect(journal);
        Connection other = connect(projection);
        Statement append = one.createStatement();
        Statement apply = other.createStatement()) {
      for (long number = 1; !stop.get(); number++) {
        append.execute("INSERT INTO note VALUES (%d, repeat('x', 500))".formatted(number));
        apply.execute("UPDATE cursor SET number = %d".formatted(number));
        written.set(number);
      }
    }
  }

  private static Connection connect(Database database) throws Exception {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static long number(Database database, String query) throws Exception {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Postgres start(Path home) throws IOException {
    return Postgres.start(
        new Postgres.Options(home, FreePort.find(), home.resolve("postgres.log"), true));
  }

  @Test
  void holdsAllDatabasesAtOneInstantAlthoughTheServerGoesOn() throws Exception {
    // Given
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    long before;
    try (Postgres postgres = start(first)) {
      Database journal = postgres.database("journal");
      Database projection = postgres.database("projection");
      execute(journal, "CREATE TABLE note (number bigint PRIMARY KEY, text text)");
      execute(projection, "CREATE TABLE cursor (number bigint)", "INSERT INTO cursor VALUES (0)");
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  write(journal, projection, written, stop);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      Awaitility.await().until(() -> written.get() > 100);
      // When
      before = written.get();
      Backup.write(first.toRealPath(), journal.port(), file);
      stop.set(true);
      writer.join();
    }
    Restoration.read(new ByteArrayInputStream(file.toByteArray()), second);
    // Then
    try (Postgres postgres = start(second)) {
      Database journal = postgres.database("journal");
      Database projection = postgres.database("projection");
      long last = number(journal, "SELECT max(number) FROM note");
      long cursor = number(projection, "SELECT number FROM cursor");
      assertThat(number(journal, "SELECT count(*) FROM note")).isEqualTo(last);
      assertThat(cursor).isBetween(before, last).isGreaterThanOrEqualTo(last - 1);
      assertThat(last).isLessThanOrEqualTo(written.get());
    }
  }

  private static void execute(Database database, String... statements) throws Exception {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  @Test
  void refusesWhatIsNotWholeAndLeavesNothingBehind() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (Postgres postgres = start(first)) {
      Database empty = postgres.database("empty");
      Backup.write(first.toRealPath(), empty.port(), file);
    }
    byte[] whole = file.toByteArray();
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    assertThatExceptionOfType(PostgresException.class)
        .isThrownBy(() -> Restoration.read(new ByteArrayInputStream(half), second))
        .withMessageContaining("not complete");
    assertThat(second.resolve("pg18")).doesNotExist();

    Restoration.read(new ByteArrayInputStream(whole), second);
    assertThatExceptionOfType(PostgresException.class)
        .isThrownBy(() -> Restoration.read(new ByteArrayInputStream(whole), second))
        .withMessageContaining("empty data directory");
    assertThat(Files.exists(second.resolve("restoring"))).isFalse();
  }
}
