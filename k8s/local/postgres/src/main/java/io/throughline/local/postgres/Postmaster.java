package io.throughline.local.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} in a data directory tells about the server there. The number alone
 * proves nothing: after a restart of the machine it may belong to anybody.
 *
 * @param dataDirectory where the file is
 * @param pid its first line
 * @param start its third line: when the server started, to the second
 */
record Postmaster(Path dataDirectory, long pid, Instant start) {
  private static final Duration TOLERANCE = Duration.ofSeconds(5);
  private static final String NO_PROCESS = Integer.toString(Integer.MAX_VALUE);

  /** Reads the file; nothing when there is none, or when it is only half written. */
  static Optional<Postmaster> of(Path dataDirectory) {
    try {
      List<String> lines = Files.readAllLines(file(dataDirectory), UTF_8);
      if (lines.size() < 3) {
        return Optional.empty();
      }
      return Optional.of(
          new Postmaster(
              dataDirectory,
              Long.parseLong(lines.get(0).strip()),
              Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()))));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server, when it is alive and really the server of this directory. */
  Optional<ProcessHandle> server() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isServer);
  }

  /**
   * Puts a number that no process has into the file, when its own belongs to a process that is
   * surely not the server: to another program, or to what is left of a server that nobody has
   * waited for. PostgreSQL would not start over such a file. It still makes sure that no backend of
   * the old server is left, by what the rest of the file says.
   */
  void disownIfGone() {
    if (ProcessHandle.of(pid).filter(process -> isOther(process) || isZombie(pid)).isPresent()) {
      try {
        List<String> lines = new ArrayList<>(Files.readAllLines(file(dataDirectory), UTF_8));
        lines.set(0, NO_PROCESS);
        Files.write(file(dataDirectory), lines);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean isOther(ProcessHandle process) {
    return process.info().command().isPresent() && !isServer(process);
  }

  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), UTF_8);
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isServer(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    boolean postgres =
        info.command().map(command -> Path.of(command).endsWith("postgres")).orElse(false);
    return postgres && (names(info) || startedInTime(info));
  }

  private boolean names(ProcessHandle.Info info) {
    return info.arguments()
        .map(arguments -> List.of(arguments).contains(dataDirectory.toString()))
        .orElse(false);
  }

  private boolean startedInTime(ProcessHandle.Info info) {
    return info.startInstant()
        .map(actual -> Duration.between(actual, start).abs().compareTo(TOLERANCE) <= 0)
        .orElse(false);
  }

  private static Path file(Path dataDirectory) {
    return dataDirectory.resolve("postmaster.pid");
  }
}
