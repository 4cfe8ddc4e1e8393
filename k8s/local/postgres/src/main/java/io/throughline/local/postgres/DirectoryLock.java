package io.throughline.local.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * At most one process uses a directory: a lock file that names the process that holds it. The
 * operating system frees the lock when its process ends, however it ends.
 */
public final class DirectoryLock implements AutoCloseable {
  // An operating system may free a process's lock when that process closes the file a second time,
  // so a file that this process holds must not even be opened again.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  // The start of a process is told in the kernel's clock, which a correction of the time moves.
  private static final long START_TOLERANCE_MILLIS = 3_000;

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock, or gives nothing when another process (or another part of this one) holds it.
   *
   * @param file the lock file; its directory is made when it is missing, the file stays for ever
   */
  public static Optional<DirectoryLock> tryAcquire(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    if (!HELD.add(absolute)) {
      return Optional.empty();
    }
    Optional<DirectoryLock> lock = Optional.empty();
    try {
      lock = open(absolute);
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(absolute);
      }
    }
  }

  private static Optional<DirectoryLock> open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      return Optional.empty();
    }
    ProcessHandle self = ProcessHandle.current();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((self.pid() + " " + startOf(self)).getBytes(US_ASCII)));
    return Optional.of(new DirectoryLock(file, channel));
  }

  /**
   * The process that holds the lock. It only reads the file: whoever asks never stands in the way
   * of somebody who takes the lock at that moment.
   */
  public static Optional<ProcessHandle> holder(Path file) {
    if (HELD.contains(file.toAbsolutePath().normalize())) {
      return Optional.of(ProcessHandle.current());
    }
    try {
      String[] words = Files.readString(file, US_ASCII).split(" ", 2);
      long start = Long.parseLong(words[words.length - 1]);
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(ProcessHandle::isAlive)
          .filter(process -> Math.abs(startOf(process) - start) <= START_TOLERANCE_MILLIS);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Frees the lock. */
  @Override
  public void close() {
    try {
      channel.truncate(0);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
