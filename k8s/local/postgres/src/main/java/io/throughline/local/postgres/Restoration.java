package io.throughline.local.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Puts a backup into an empty directory, whole or not at all. */
public final class Restoration {
  private Restoration() {}

  /**
   * Reads a backup into a home that has no data yet. The next server that starts there replays the
   * log of the backup.
   *
   * @throws PostgresException when the home has data, or the archive is damaged, no backup, or of
   *     another version of PostgreSQL
   */
  public static void read(InputStream in, Path home) {
    DataDirectory directory = new DataDirectory(home);
    if (Files.exists(directory.path())) {
      throw new PostgresException(
          directory.path() + " exists: a backup is restored into an empty data directory only");
    }
    Path unfinished = home.resolve("restoring");
    try {
      Files.createDirectories(home);
      if (Files.exists(unfinished)) {
        TemporaryDirectory.delete(unfinished);
      }
      Files.createDirectory(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      unpack(in, unfinished);
      Files.move(
          unfinished.resolve(Backup.PASSWORD),
          Postgres.passwordFile(home),
          StandardCopyOption.REPLACE_EXISTING);
      Files.move(unfinished.resolve(Backup.DATA), directory.path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (EOFException | ZipException e) {
      throw new PostgresException("the backup is damaged or not complete: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the backup could not be restored", e);
    } finally {
      TemporaryDirectory.delete(unfinished);
    }
  }

  private static void unpack(InputStream in, Path target) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in, 1 << 16))) {
      TarArchiveEntry description = tar.getNextEntry();
      if (description == null || !description.getName().equals(Backup.DESCRIPTION)) {
        throw new PostgresException("the file is no backup of a mesh");
      }
      String version = new String(tar.readAllBytes(), UTF_8).strip();
      if (!version.equals(Binaries.MAJOR)) {
        throw new PostgresException(
            "the backup is of PostgreSQL %s, but this is PostgreSQL %s"
                .formatted(version, Binaries.MAJOR));
      }
      boolean complete = false;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new PostgresException("the backup holds a file of elsewhere: " + entry.getName());
        }
        unpack(tar, entry, path);
        complete |= entry.getName().equals(Backup.DATA + "/backup_label");
      }
      if (!complete) {
        throw new PostgresException("the backup is not complete");
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      return;
    }
    Files.createDirectories(path.getParent());
    Files.copy(tar, path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }
}
