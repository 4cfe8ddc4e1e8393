package io.throughline.client.spill;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directory in which the emitters of a machine keep their spills, one directory for each. All
 * of them speak to the same mesh with the same rights, for whoever starts next delivers what
 * another has left.
 *
 * @param force whether every batch is forced to the device before it counts as kept
 */
public record SpillDirectory(Path root, boolean force) {

  private static final String UNFINISHED = ".";
  private static final Logger LOG = System.getLogger(SpillDirectory.class.getName());

  /**
   * An empty spill for a producer of this process. It appears under its name only when it is
   * locked.
   */
  public Spill create(String producer) throws IOException {
    Files.createDirectories(root);
    Path directory = root.resolve(producer);
    Path unfinished = Files.createDirectory(root.resolve(UNFINISHED + producer));
    SpillLock lock =
        SpillLock.take(unfinished, directory)
            .orElseThrow(() -> new IOException(directory + " belongs to another emitter"));
    Progress.start(producer).write(unfinished.resolve(Progress.FILE), force);
    Files.move(unfinished, directory);
    return Spill.open(directory, lock, force);
  }

  /** The spills whose processes have ended; they belong to this process from now on. */
  public List<Spill> abandoned() throws IOException {
    List<Spill> abandoned = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return abandoned;
    }
    try (var directories = Files.newDirectoryStream(root, SpillDirectory::isSpill)) {
      for (Path directory : directories) {
        adopt(directory).ifPresent(abandoned::add);
      }
    }
    return abandoned;
  }

  private static boolean isSpill(Path directory) {
    return !directory.getFileName().toString().startsWith(UNFINISHED)
        && Files.exists(directory.resolve(SpillLock.FILE))
        && Files.exists(directory.resolve(Progress.FILE));
  }

  private Optional<Spill> adopt(Path directory) throws IOException {
    Optional<SpillLock> lock = SpillLock.take(directory, directory);
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Spill.open(directory, lock.get(), force));
    } catch (IOException e) {
      lock.get().close();
      LOG.log(
          Level.ERROR,
          () -> "The spill %s cannot be read; it is left as it is".formatted(directory),
          e);
      return Optional.empty();
    }
  }
}
