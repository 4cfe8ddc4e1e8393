package io.throughline.client.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that a process lives which owns a spill: a lock on a file, which ends with the process. The
 * locks of this process are also kept in memory, for closing a second channel on a locked file
 * would let go of the lock.
 */
final class SpillLock implements AutoCloseable {

  static final String FILE = "lock";
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path owned;
  private final FileChannel channel;

  private SpillLock(Path owned, FileChannel channel) {
    this.owned = owned;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param directory where the lock's file lies
   * @param owned the spill's directory under its final name
   * @return empty where a process that lives has it
   */
  static Optional<SpillLock> take(Path directory, Path owned) throws IOException {
    Path key = owned.toAbsolutePath().normalize();
    if (!HELD_HERE.add(key)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      taken = channel.tryLock() != null;
      return taken ? Optional.of(new SpillLock(key, channel)) : Optional.empty();
    } finally {
      if (!taken) {
        HELD_HERE.remove(key);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD_HERE.remove(owned);
  }
}
