package io.throughline.lineage.artifact;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/** Bytes in a directory, which replicas share: written beside, forced to disk, then moved. */
final class ArtifactDirectory implements ArtifactBytes {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Path root;
  private final Path incoming;

  ArtifactDirectory(Path root) {
    this.root = root;
    this.incoming = root.resolve("incoming");
  }

  @Override
  public void tidy() throws IOException {
    if (!Files.isDirectory(incoming)) {
      return;
    }
    Instant limit = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public OptionalLong size(ArtifactKey key) throws IOException {
    Path file = root.resolve(key.path());
    return Files.exists(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
  }

  @Override
  public void put(ArtifactKey key, InputStream bytes) throws IOException {
    Path target = root.resolve(key.path());
    Path unfinished = incoming.resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectories(incoming);
      Files.createDirectories(target.getParent());
      receive(bytes, unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      sync(target.getParent());
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  @Override
  public InputStream open(ArtifactKey key) throws IOException {
    return Files.newInputStream(root.resolve(key.path()));
  }

  @Override
  public void remove(ArtifactKey key) throws IOException {
    Path file = root.resolve(key.path());
    if (Files.deleteIfExists(file)) {
      sync(file.getParent());
    }
  }

  @Override
  public void close() {
    // A directory is not held open.
  }

  private static void receive(InputStream bytes, Path unfinished) throws IOException {
    try (FileChannel channel =
            FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream file = Channels.newOutputStream(channel)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        write(file, buffer, read);
      }
      channel.force(true);
    }
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
}
