package io.throughline.lineage.artifact;

import io.quarkus.runtime.StartupEvent;
import io.throughline.error.v1.ErrorReason;
import io.throughline.lineage.store.Identity;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bytes of artifacts in a directory, each under its digest and tenant, once. What a path is made of
 * comes from a digest and a tenant alone. All methods block.
 */
@ApplicationScoped
public class ArtifactStore {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int PREFIX = "sha256:".length();
  private static final int SHARD = PREFIX + 2;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_UPLOADS = 8;
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Optional<Path> directory;
  private final long maxBytes;
  private final Semaphore uploads = new Semaphore(MAX_UPLOADS);

  /**
   * The store.
   *
   * @param directory where the bytes lie; replicas share it. Absent: nothing is stored
   * @param maxBytes how many bytes an artifact may have
   */
  ArtifactStore(
      @ConfigProperty(name = "throughline.artifact.directory") Optional<Path> directory,
      @ConfigProperty(name = "throughline.artifact.max-bytes", defaultValue = "5368709120")
          long maxBytes) {
    this.directory = directory;
    this.maxBytes = maxBytes;
  }

  /**
   * What was stored.
   *
   * @param sizeBytes how many bytes it has
   * @param added whether it was not there before
   */
  public record Stored(long sizeBytes, boolean added) {}

  /** Removes what broken uploads have left. */
  void start(@Observes StartupEvent started) {
    if (directory.isEmpty() || !Files.isDirectory(incoming())) {
      return;
    }
    Instant limit = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming())) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Keeps bytes under their digest; durably, before it returns. What is there already is not
   * written again.
   *
   * @throws Failure FIELDS_INVALID where the bytes have another digest or are too many, OVERLOADED,
   *     STORAGE_FULL, STATE_UNSUITABLE where this service keeps no artifacts
   * @throws IOException where the caller's bytes cannot be read to their end
   */
  public Stored put(String tenant, String digest, InputStream bytes) throws IOException {
    Path target = path(tenant, digest);
    if (Files.exists(target)) {
      return new Stored(Files.size(target), false);
    }
    if (!uploads.tryAcquire()) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_OVERLOADED,
              "%d artifacts are being uploaded already; try again".formatted(MAX_UPLOADS))
          .retryAfter(RETRY);
    }
    Path unfinished = incoming().resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectories(incoming());
      Files.createDirectories(target.getParent());
      long size = receive(digest, bytes, unfinished);
      boolean added = !Files.exists(target);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      sync(target.getParent());
      return new Stored(size, added);
    } finally {
      uploads.release();
      Files.deleteIfExists(unfinished);
    }
  }

  /**
   * The file that holds bytes, or nothing.
   *
   * @throws Failure FIELDS_INVALID where the text is no digest, STATE_UNSUITABLE where this service
   *     keeps no artifacts
   */
  public Optional<Path> find(String tenant, String digest) {
    return Optional.of(path(tenant, digest)).filter(Files::exists);
  }

  private long receive(String digest, InputStream bytes, Path unfinished) throws IOException {
    MessageDigest sum = Identity.sha256();
    long size = 0;
    try (FileChannel channel =
            FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream file = Channels.newOutputStream(channel)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        size += read;
        if (size > maxBytes) {
          throw Failure.invalidField(
              "content", "has more than %d bytes, which is the limit here".formatted(maxBytes));
        }
        sum.update(buffer, 0, read);
        write(file, buffer, read);
      }
      channel.force(true);
    }
    String found = Identity.text(sum.digest());
    if (!found.equals(digest)) {
      throw Failure.invalidField(
          "digest", "the bytes that came have the digest %s; send them again".formatted(found));
    }
    return size;
  }

  private static void write(OutputStream file, byte[] buffer, int count) {
    try {
      file.write(buffer, 0, count);
    } catch (IOException e) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_STORAGE_FULL,
              "the store of artifacts takes no more bytes: nothing was stored")
          .retryAfter(RETRY);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }

  private Path incoming() {
    return root().resolve("incoming");
  }

  /** A tenant may be named {@code ..}, which the prefix makes harmless. */
  private Path path(String tenant, String digest) {
    if (!DIGEST.matcher(digest).matches()) {
      throw Failure.invalidField(
          "digest",
          "write 'sha256:' and 64 lower-case hexadecimal digits, not '%s'".formatted(digest));
    }
    return root()
        .resolve("tenant-" + tenant)
        .resolve(digest.substring(PREFIX, SHARD))
        .resolve(digest.substring(PREFIX));
  }

  private Path root() {
    return directory.orElseThrow(
        () ->
            Failure.of(
                ErrorReason.ERROR_REASON_STATE_UNSUITABLE,
                "this service keeps no artifacts; set throughline.artifact.directory, or store"
                    + " them elsewhere and emit ArtifactStored with their URI"));
  }
}
