package io.throughline.local.mesh;

import io.throughline.local.postgres.Backup;
import io.throughline.local.postgres.DirectoryLock;
import io.throughline.local.postgres.Postgres;
import io.throughline.local.postgres.Restoration;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Backup and restoration of a mesh: its three databases at one instant, in one file. Keys and
 * tokens are not in it; a restored mesh makes its own.
 *
 * @param layout the data directory
 * @param ports where PostgreSQL starts when the mesh does not run
 * @param messages takes a line for everything that a person may want to know
 */
public record MeshBackup(Layout layout, Ports ports, Consumer<String> messages) {
  /** A journal that is restored is another one than the one that went on. */
  private static final String NEW_INCARNATION =
      "UPDATE installation SET incarnation_id = gen_random_uuid()";

  /** What was sent after the backup has used the numbers of the present epoch. */
  private static final String NEXT_EPOCH = "UPDATE outbox_epoch SET epoch = epoch + 1";

  /**
   * Writes a backup, whether the mesh runs or not.
   *
   * @param file made new, readable only by its owner; whole or not at all
   * @return its size in bytes
   * @throws MeshException when the file exists, or there is no data
   */
  public long write(Path file) {
    if (Files.exists(file)) {
      throw new MeshException(file + " exists: a backup never replaces a file");
    }
    if (!Files.exists(layout.data().resolve("pg18"))) {
      throw new MeshException("there is no data in " + layout.data());
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(unfinished);
      Files.createFile(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        write(out);
      }
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void write(OutputStream out) {
    Optional<MeshAddresses> running = new Residents(layout).addresses();
    if (running.isPresent()) {
      messages.accept("the mesh runs, and goes on while it is backed up");
      Backup.write(layout.data(), running.get().ports().postgres(), out);
      return;
    }
    messages.accept("the mesh does not run; PostgreSQL is started for the backup");
    alone(postgres -> Backup.write(layout.data(), ports.postgres(), out));
  }

  /**
   * Restores a backup into a data directory that has no data yet, as another incarnation of the
   * journal.
   */
  public void restore(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Restoration.read(in, layout.data());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    messages.accept("the files are restored; PostgreSQL replays what happened during the backup");
    alone(
        postgres -> {
          postgres.execute(Service.INGEST.database(), NEW_INCARNATION);
          postgres.execute(Service.SELECTION.database(), NEXT_EPOCH);
        });
  }

  /** Does something with PostgreSQL while no mesh runs. */
  private void alone(Consumer<Postgres> work) {
    Residents residents = new Residents(layout);
    try (DirectoryLock lock =
        DirectoryLock.tryAcquire(layout.lock()).orElseThrow(residents::inUse)) {
      residents.endOrphans(messages);
      try (Postgres postgres =
          Postgres.start(
              new Postgres.Options(
                  layout.data(), ports.postgres(), layout.log("postgres"), true))) {
        work.accept(postgres);
      }
    }
  }
}
