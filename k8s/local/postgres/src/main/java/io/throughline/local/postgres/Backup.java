package io.throughline.local.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * A physical backup of a running server, of all its databases at one instant: the files while the
 * server goes on, and the log of what it did meanwhile, which is replayed when a server starts on
 * the restored files. So the projections' cursors are never ahead of the journal.
 */
public final class Backup {
  /** The first entry of the archive, with the PostgreSQL version of what follows. */
  static final String DESCRIPTION = "throughline-backup";

  static final String DATA = "data";
  static final String PASSWORD = "password";
  private static final String WAL = "pg_wal";
  private static final String CONTROL = "global/pg_control";

  /** What a server makes anew, or what would make it believe that another one runs. */
  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "backup_label", "pg_internal.init");

  /** Directories of which only the empty directory is kept. */
  private static final Set<String> EMPTIED =
      Set.of(
          WAL,
          "pg_wal/archive_status",
          "pg_wal/summaries",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private final Path data;
  private final TarArchiveOutputStream tar;

  private Backup(Path data, TarArchiveOutputStream tar) {
    this.data = data;
    this.tar = tar;
  }

  /**
   * Writes the backup of the server that runs on a directory, whoever started it, as a compressed
   * tar archive.
   *
   * @param home the directory that holds {@code pg18}
   * @param port the server's port
   * @throws PostgresException when the server does not answer or the backup does not come whole
   */
  public static void write(Path home, int port, OutputStream out) {
    DataDirectory directory = new DataDirectory(home);
    try (Connection connection = Databases.connect(port, directory.password(), "postgres");
        Statement statement = connection.createStatement();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(compressed(out))) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      Backup backup = new Backup(directory.path(), tar);
      backup.text(DESCRIPTION, Binaries.MAJOR + "\n");
      backup.text(PASSWORD, directory.password() + "\n");
      // Keeps the log that the backup needs, for as long as this connection lasts.
      statement.execute(
          "SELECT pg_create_physical_replication_slot('backup_' || pg_backend_pid(), true, true)");
      String first =
          text(statement, "SELECT pg_walfile_name(pg_backup_start('throughline', true))");
      backup.files();
      String stop =
          "SELECT labelfile, pg_walfile_name(lsn) FROM pg_backup_stop(wait_for_archive => false)";
      try (ResultSet row = statement.executeQuery(stop)) {
        row.next();
        backup.text(DATA + "/backup_label", row.getString(1));
        backup.log(first, row.getString(2));
      }
      tar.finish();
    } catch (SQLException e) {
      throw new PostgresException("PostgreSQL does not let itself be backed up", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the backup could not be written", e);
    }
  }

  private static OutputStream compressed(OutputStream out) throws IOException {
    GzipParameters fast = new GzipParameters();
    fast.setCompressionLevel(Deflater.BEST_SPEED);
    return new GzipCompressorOutputStream(out, fast);
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private void files() throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(data)) {
      paths = all.sorted().toList();
    }
    for (Path path : paths) {
      String name = data.relativize(path).toString();
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        if (!isInsideEmptied(name)) {
          directory(name);
        }
      } else if (!isLeftOut(path, name)) {
        file(path, name);
      }
    }
    file(data.resolve(CONTROL), CONTROL);
  }

  private static boolean isInsideEmptied(String name) {
    return !EMPTIED.contains(name)
        && EMPTIED.stream().anyMatch(emptied -> name.startsWith(emptied + "/"));
  }

  private static boolean isLeftOut(Path path, String name) {
    return name.equals(CONTROL)
        || LEFT_OUT.contains(path.getFileName().toString())
        || name.contains("pgsql_tmp")
        || EMPTIED.stream().anyMatch(emptied -> name.startsWith(emptied + "/"));
  }

  /** The segments of the log from the backup's start to its end. */
  private void log(String first, String last) throws IOException {
    List<Path> segments;
    try (Stream<Path> all = Files.list(data.resolve(WAL))) {
      segments =
          all.filter(path -> isBetween(path.getFileName().toString(), first, last))
              .sorted()
              .toList();
    }
    for (Path segment : segments) {
      file(segment, WAL + "/" + segment.getFileName());
    }
  }

  private static boolean isBetween(String segment, String first, String last) {
    return segment.length() == first.length()
        && segment.compareTo(first) >= 0
        && segment.compareTo(last) <= 0;
  }

  private void directory(String name) throws IOException {
    TarArchiveEntry entry =
        new TarArchiveEntry(name.isEmpty() ? DATA + "/" : DATA + "/" + name + "/");
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private void text(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /** A file as long as it was when it was opened: what changes in it meanwhile is in the log. */
  private void file(Path path, String name) throws IOException {
    try (var in = Files.newInputStream(path)) {
      long left = Files.size(path);
      TarArchiveEntry entry = new TarArchiveEntry(DATA + "/" + name);
      entry.setSize(left);
      tar.putArchiveEntry(entry);
      byte[] buffer = new byte[1 << 16];
      while (left > 0) {
        int wanted = (int) Math.min(buffer.length, left);
        int read = in.read(buffer, 0, wanted);
        if (read < 0) {
          // Truncated meanwhile; the log says so too.
          read = wanted;
          Arrays.fill(buffer, 0, read, (byte) 0);
        }
        tar.write(buffer, 0, read);
        left -= read;
      }
      tar.closeArchiveEntry();
    } catch (NoSuchFileException e) {
      // Removed meanwhile; the log says so too.
    }
  }
}
