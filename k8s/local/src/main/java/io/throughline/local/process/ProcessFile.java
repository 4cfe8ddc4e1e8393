package io.throughline.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file that names a running child: the process number and, on a second line, when it started. By
 * the two a child is found again after its launcher was killed, and never mistaken for another
 * program that got the number since.
 *
 * @param path the file
 * @param marker an argument on the child's command line that no other program has
 */
public record ProcessFile(Path path, String marker) {
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  /** Remembers a child. */
  void write(ProcessHandle child) {
    Instant start = child.info().startInstant().orElseGet(Instant::now);
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, child.pid() + "\n" + start.toEpochMilli() + "\n", UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The child, also one of another launcher, when it is alive and really the remembered one. */
  public Optional<ProcessHandle> running() {
    try {
      List<String> lines = Files.readAllLines(path, UTF_8);
      Instant start = Instant.ofEpochMilli(Long.parseLong(lines.get(1)));
      return ProcessHandle.of(Long.parseLong(lines.get(0)))
          .filter(ProcessHandle::isAlive)
          .filter(child -> isOurs(child.info(), start));
    } catch (NoSuchFileException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the child that a killed launcher left behind; whether there was one. */
  public boolean endOrphan(Duration patience) {
    Optional<ProcessHandle> orphan = running();
    orphan.ifPresent(process -> Stop.gracefully(process, patience));
    forget();
    return orphan.isPresent();
  }

  /** Removes the file. */
  void forget() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isOurs(ProcessHandle.Info info, Instant start) {
    boolean sameStart =
        info.startInstant()
            .map(actual -> Duration.between(actual, start).abs().compareTo(TOLERANCE) <= 0)
            .orElse(false);
    boolean sameCommand =
        info.arguments().map(arguments -> List.of(arguments).contains(marker)).orElse(false);
    return sameStart && sameCommand;
  }
}
