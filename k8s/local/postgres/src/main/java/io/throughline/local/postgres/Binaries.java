package io.throughline.local.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once into the user's cache and shared by everything after that.
 */
final class Binaries {
  /** The version that is packaged; its major version names the data directory. */
  static final String VERSION = "18.6";

  static final String MAJOR = "18";

  private Binaries() {}

  /** The directory, open to the account, that holds {@code bin}, {@code lib} and {@code share}. */
  static Path directory(Account account) {
    return unpackedBelow(account.isNobody() ? Path.of("/var/cache/throughline") : cache());
  }

  /** Unpacks beside the final place and moves, so that nobody ever sees half of it. */
  private static Path unpackedBelow(Path cache) {
    Path home = cache.resolve("postgresql-" + VERSION + "-" + platform());
    if (Files.isDirectory(home)) {
      return home;
    }
    try {
      Files.createDirectories(cache);
      Path unpacked = Files.createTempDirectory(cache, "unpacking-");
      unpack(unpacked);
      Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        TemporaryDirectory.delete(unpacked);
      }
      return home;
    } catch (AtomicMoveNotSupportedException e) {
      throw new PostgresException("cannot unpack PostgreSQL into " + cache, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL into " + cache, e);
    }
  }

  private static void unpack(Path target) throws IOException {
    try (InputStream archive =
            DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), machine());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("unexpected entry " + entry.getName());
        }
        unpack(tar, entry, path);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    if (path.getParent().endsWith("bin")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static Path cache() {
    Path cache =
        directoryOf("XDG_CACHE_HOME")
            .or(() -> directoryOf("HOME").map(home -> home.resolve(".cache")))
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    return cache.resolve("throughline");
  }

  private static Optional<Path> directoryOf(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  private static String platform() {
    return (system() + "-" + machine()).toLowerCase(Locale.ROOT);
  }

  private static String system() {
    return System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
  }

  private static String machine() {
    String machine = System.getProperty("os.arch");
    return "amd64".equals(machine) ? "x86_64" : machine;
  }
}
