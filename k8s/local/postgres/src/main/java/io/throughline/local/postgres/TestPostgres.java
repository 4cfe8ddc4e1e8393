package io.throughline.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Databases for tests: one server for the whole JVM, started at first use and thrown away at the
 * end, and a fresh database for everybody who asks. What a killed JVM left behind, the next one
 * clears away.
 */
public final class TestPostgres {
  private static final String PORT = "throughline.test.postgres.port";
  private static final String PASSWORD = "throughline.test.postgres.password";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestPostgres() {}

  /**
   * A new, empty database with an owner of its own.
   *
   * @param name what the test calls it: lower-case letters, digits and underscores; the real name
   *     has something unique behind it
   */
  public static Database database(String name) {
    Properties server = server();
    String unique =
        "%s_%d_%s".formatted(name, COUNT.incrementAndGet(), Long.toString(System.nanoTime(), 36));
    return Databases.prepare(
        Integer.parseInt(server.getProperty(PORT)), server.getProperty(PASSWORD), unique);
  }

  /** The server is known by system properties, since a test framework may load this class twice. */
  private static Properties server() {
    Properties properties = System.getProperties();
    synchronized (properties) {
      if (properties.getProperty(PORT) == null) {
        start(properties);
      }
    }
    return properties;
  }

  private static void start(Properties properties) {
    Path all =
        Path.of(System.getProperty("java.io.tmpdir"))
            .resolve("throughline-test-" + System.getProperty("user.name"));
    clearAbandoned(all);
    Path home = all.resolve(Long.toString(ProcessHandle.current().pid()));
    int port = FreePort.find();
    Postgres postgres =
        Postgres.start(new Postgres.Options(home, port, home.resolve("postgres.log"), false));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  postgres.close();
                  TemporaryDirectory.delete(home);
                },
                "test-postgres-closer"));
    properties.setProperty(PORT, Integer.toString(port));
    properties.setProperty(PASSWORD, new DataDirectory(home).password());
  }

  private static void clearAbandoned(Path all) {
    if (!Files.isDirectory(all)) {
      return;
    }
    try (Stream<Path> homes = Files.list(all)) {
      homes.filter(TestPostgres::isAbandoned).forEach(TestPostgres::discard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAbandoned(Path home) {
    return ProcessHandle.of(Long.parseLong(home.getFileName().toString())).isEmpty();
  }

  private static void discard(Path home) {
    Postgres.endOrphan(home);
    TemporaryDirectory.delete(home);
  }
}
