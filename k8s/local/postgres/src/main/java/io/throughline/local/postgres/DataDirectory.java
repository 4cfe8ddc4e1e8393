package io.throughline.local.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a server keeps its data: {@code pg18}, named after the major version, beside it the
 * superuser's password, which only its owner may read.
 */
final class DataDirectory {
  static final String SUPERUSER = "postgres";
  private static final Pattern VERSIONED = Pattern.compile("pg\\d+");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path data;
  private final Path passwordFile;

  DataDirectory(Path home) {
    data = home.resolve("pg" + Binaries.MAJOR);
    passwordFile = home.resolve("pg" + Binaries.MAJOR + ".password");
  }

  Path path() {
    return data;
  }

  /** Where the superuser's password is. */
  Path passwordFile() {
    return passwordFile;
  }

  /** The superuser's password. */
  String password() {
    try {
      return Files.readString(passwordFile, UTF_8).strip();
    } catch (IOException e) {
      throw new PostgresException(
          "cannot read " + passwordFile + ", the password of the database server in " + data, e);
    }
  }

  /** A password that nobody guesses: 192 random bits. */
  static String newPassword() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Refuses data of another PostgreSQL version. */
  void checkVersion() {
    try {
      Path version = data.resolve("PG_VERSION");
      if (Files.exists(version)) {
        String found = Files.readString(version, UTF_8).strip();
        if (!found.equals(Binaries.MAJOR)) {
          throw otherVersion(data, found);
        }
        return;
      }
      try (Stream<Path> siblings = Files.list(data.getParent())) {
        siblings
            .filter(sibling -> VERSIONED.matcher(sibling.getFileName().toString()).matches())
            .filter(sibling -> Files.exists(sibling.resolve("PG_VERSION")))
            .findFirst()
            .ifPresent(
                other -> {
                  throw otherVersion(other, other.getFileName().toString().substring(2));
                });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PostgresException otherVersion(Path directory, String found) {
    return new PostgresException(
        """
        %s holds data of PostgreSQL %s, but this is PostgreSQL %s.
        Use another data directory, or move the data over with pg_dump or pg_upgrade.\
        """
            .formatted(directory, found, Binaries.MAJOR));
  }

  /** Makes the data directory when there is none yet, whole or not at all. */
  void initialise(Path binaries, Account account) {
    try {
      if (!Files.exists(data.resolve("PG_VERSION"))) {
        Path unfinished = data.resolveSibling(data.getFileName() + ".new");
        if (Files.exists(unfinished)) {
          TemporaryDirectory.delete(unfinished);
        }
        writePassword();
        initdb(binaries, account, unfinished);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
      }
      account.takeOver(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writePassword() throws IOException {
    Files.deleteIfExists(passwordFile);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(passwordFile, ownerOnly);
    Files.writeString(passwordFile, newPassword(), StandardOpenOption.WRITE);
  }

  private void initdb(Path binaries, Account account, Path target) {
    Command.Result initdb =
        Command.run(
            account.command(
                List.of(
                    binaries.resolve("bin/initdb").toString(),
                    "--pgdata=" + target,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-locale",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8")));
    if (!initdb.succeeded()) {
      throw new PostgresException(
          "PostgreSQL could not make its data directory " + data + ":\n" + initdb.output());
    }
  }
}
