package io.throughline.local.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server on the loopback interface, whose data stays in a directory. It runs in a
 * process of its own and outlives a killed caller; the next {@link #start} on the directory ends it
 * first. It has no shutdown hook: who starts it closes it, after everything that uses it.
 */
public final class Postgres implements AutoCloseable {
  private static final String START_SECONDS = "120";
  private static final String STOP_SECONDS = "60";
  private static final long BACKENDS_LEAVE_SECONDS = 30;
  private static final long LARGE_LOG = 10_000_000;

  private final Options options;
  private final DirectoryLock lock;
  private final DataDirectory directory;
  private final Account account;
  private final Path binaries;

  /**
   * How a server runs.
   *
   * @param home the directory that gets {@code pg18} and what belongs to it
   * @param port the TCP port on 127.0.0.1
   * @param log the file that the server writes its messages to
   * @param durable whether a commit waits for the disk; false only where data is thrown away
   */
  public record Options(Path home, int port, Path log, boolean durable) {}

  private Postgres(Options options, DirectoryLock lock, Account account) {
    this.options = options;
    this.lock = lock;
    this.account = account;
    this.directory = new DataDirectory(options.home());
    this.binaries = Binaries.directory(account);
  }

  /**
   * Starts a server and waits until it serves. Makes the data directory at the first start.
   *
   * @throws PostgresException when the directory is in use or of another PostgreSQL version, when
   *     the port is taken, or when the server does not come up
   */
  public static Postgres start(Options options) {
    return start(options, Account.choose());
  }

  static Postgres start(Options options, Account account) {
    Options absolute = absolute(options);
    Path lockFile = lockFile(absolute.home());
    DirectoryLock lock =
        DirectoryLock.tryAcquire(lockFile)
            .orElseThrow(
                () ->
                    new PostgresException(
                        "%s is in use by process %s. End that process, or use another data directory."
                            .formatted(
                                absolute.home(),
                                DirectoryLock.holder(lockFile)
                                    .map(holder -> String.valueOf(holder.pid()))
                                    .orElse("?"))));
    try {
      Postgres postgres = new Postgres(absolute, lock, account);
      postgres.directory.checkVersion();
      postgres.directory.initialise(postgres.binaries, account);
      postgres.stop();
      postgres.startServer();
      postgres.checkDurability();
      return postgres;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Options absolute(Options options) {
    try {
      Path home = Files.createDirectories(options.home()).toRealPath();
      Path log = options.log().toAbsolutePath();
      Files.createDirectories(log.getParent());
      return new Options(home, options.port(), log, options.durable());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server process; nothing when it has died. */
  public Optional<ProcessHandle> process() {
    return processOn(options.home());
  }

  /** The file with the password of the superuser {@code postgres}; only its owner may read it. */
  public static Path passwordFile(Path home) {
    return new DataDirectory(home).passwordFile();
  }

  /** The server process that uses a directory, whoever started it. */
  public static Optional<ProcessHandle> processOn(Path home) {
    return Postmaster.of(new DataDirectory(home).path()).flatMap(Postmaster::server);
  }

  /**
   * Starts the server again after it died. Databases, roles and passwords are as they were. Does
   * nothing when it is alive.
   */
  public void restart() {
    if (process().isEmpty()) {
      startServer();
    }
  }

  /**
   * The database of this name with an owner of the same name; both are made when they are missing.
   * The owner gets a new password every time, and nobody else may connect.
   *
   * @param name lower-case letters, digits and underscores
   */
  public Database database(String name) {
    return Databases.prepare(options.port(), directory.password(), name);
  }

  /**
   * Ends the server that a killed process left behind on a directory; whether there was one. Does
   * nothing while another process uses the directory.
   */
  public static boolean endOrphan(Path home) {
    if (processOn(home).isEmpty()) {
      return false;
    }
    Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(lockFile(home));
    if (lock.isEmpty()) {
      return false;
    }
    Options options = absolute(new Options(home, 0, home.resolve("postgres.log"), false));
    try (Postgres left = new Postgres(options, lock.get(), Account.choose())) {
      return left.process().isPresent();
    }
  }

  /** Executes a statement as the superuser. */
  public void execute(String database, String statement) {
    try (Connection connection = Databases.connect(options.port(), directory.password(), database);
        Statement execution = connection.createStatement()) {
      execution.execute(statement);
    } catch (SQLException e) {
      throw new PostgresException("cannot execute in database " + database, e);
    }
  }

  private static Path lockFile(Path home) {
    return home.resolve("pg" + Binaries.MAJOR + ".lock");
  }

  private void startServer() {
    checkPort();
    rotateLog();
    account.takeOver(options.log());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BACKENDS_LEAVE_SECONDS);
    while (true) {
      Postmaster.of(directory.path()).ifPresent(Postmaster::disownIfGone);
      long logged = options.log().toFile().length();
      Command.Result start =
          pgCtl(
              List.of(
                  "--log=" + options.log(),
                  "--options=" + String.join(" ", Settings.of(options)),
                  "--timeout=" + START_SECONDS,
                  "start"));
      if (start.succeeded()) {
        return;
      }
      String message = log(logged);
      if (!isStillLeaving(message) || System.nanoTime() > deadline) {
        throw new PostgresException(
            "PostgreSQL does not start on %s:\n%s\nIts log is %s."
                .formatted(
                    directory.path(), message.isEmpty() ? start.output() : message, options.log()));
      }
      pause();
    }
  }

  /**
   * A killed server and its backends need a moment to go; until then a new one refuses to start.
   */
  private static boolean isStillLeaving(String message) {
    return message.contains("shared memory block") || message.contains("lock file");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException("interrupted while starting PostgreSQL", e);
    }
  }

  private void checkPort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), options.port()));
    } catch (IOException e) {
      throw new PostgresException(
          "port %d, which PostgreSQL is to use, is taken by another program."
              .formatted(options.port()),
          e);
    }
  }

  private void rotateLog() {
    if (options.log().toFile().length() > LARGE_LOG) {
      try {
        Path old = options.log().resolveSibling(options.log().getFileName() + ".1");
        Files.move(options.log(), old, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String log(long from) {
    try {
      byte[] all = Files.readAllBytes(options.log());
      int start = (int) Math.min(from, all.length);
      return new String(all, start, all.length - start, UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private void checkDurability() {
    String fsync = Databases.show(options.port(), directory.password(), "fsync");
    if (options.durable() && !fsync.equals("on")) {
      stop();
      throw new PostgresException("PostgreSQL runs with fsync=" + fsync + ", which loses data");
    }
  }

  private Command.Result pgCtl(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("bin/pg_ctl").toString());
    command.add("--pgdata=" + directory.path());
    command.add("--wait");
    command.addAll(arguments);
    return Command.run(account.command(command));
  }

  /**
   * Stops the server, this one or one that a killed process left behind; fine when there is none.
   */
  private void stop() {
    if (process().isEmpty()) {
      return;
    }
    Command.Result stop = pgCtl(List.of("--mode=fast", "--timeout=" + STOP_SECONDS, "stop"));
    if (!stop.succeeded() && process().isPresent()) {
      throw new PostgresException(
          "PostgreSQL on %s does not stop: %s".formatted(directory.path(), stop.output()));
    }
  }

  /** Stops the server, breaking off what still runs in it, and frees the directory. */
  @Override
  public void close() {
    try {
      stop();
    } finally {
      lock.close();
    }
  }
}
