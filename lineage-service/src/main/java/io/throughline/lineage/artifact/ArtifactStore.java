package io.throughline.lineage.artifact;

import io.quarkus.runtime.StartupEvent;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Bytes of artifacts, each under its digest and tenant, once. Where they lie comes from a digest
 * and a tenant alone. All methods block.
 */
@ApplicationScoped
public class ArtifactStore {
  private static final Logger LOG = Logger.getLogger(ArtifactStore.class);
  private static final int MAX_UPLOADS = 8;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Optional<ArtifactBytes> bytes;
  private final ArtifactRemovals removals;
  private final long maxBytes;
  private final Semaphore uploads = new Semaphore(MAX_UPLOADS);

  /**
   * The store: a directory or a bucket; with neither, nothing is stored.
   *
   * @param directory where the bytes lie; replicas share it
   * @param bucket where they lie otherwise
   * @param maxBytes how many bytes an artifact may have
   */
  ArtifactStore(
      @ConfigProperty(name = "throughline.artifact.directory") Optional<Path> directory,
      BucketSettings bucket,
      @ConfigProperty(name = "throughline.artifact.max-bytes", defaultValue = "5368709120")
          long maxBytes,
      ArtifactRemovals removals) {
    if (directory.isPresent() && bucket.bucket().isPresent()) {
      throw new IllegalStateException(
          "artifacts lie in one place: set throughline.artifact.directory or"
              + " throughline.artifact.s3.bucket, not both");
    }
    this.bytes =
        bucket.bucket().isPresent()
            ? Optional.of(new ArtifactBucket(bucket, maxBytes))
            : directory.map(ArtifactDirectory::new);
    this.maxBytes = maxBytes;
    this.removals = removals;
  }

  /**
   * What was stored.
   *
   * @param sizeBytes how many bytes it has
   * @param added whether it was not there before
   */
  public record Stored(long sizeBytes, boolean added) {}

  /**
   * Bytes that can be read.
   *
   * @param sizeBytes how many
   * @param source opens them; whoever does closes them
   */
  public record Content(long sizeBytes, Source source) {}

  /** Opens bytes. */
  public interface Source {
    InputStream open() throws IOException;
  }

  void start(@Observes StartupEvent started) {
    bytes.ifPresent(
        store -> {
          try {
            store.tidy();
          } catch (IOException | Failure e) {
            LOG.warnf("what broken uploads have left stays: %s", e.getMessage());
          }
        });
  }

  @PreDestroy
  void close() {
    bytes.ifPresent(ArtifactBytes::close);
  }

  /**
   * Keeps bytes under their digest; durably, before it returns. What is there already is not
   * written again.
   *
   * @throws Failure FIELDS_INVALID where the bytes have another digest or are too many, OVERLOADED,
   *     STORAGE_FULL, DEPENDENCY_UNAVAILABLE, STATE_UNSUITABLE where this service keeps no
   *     artifacts
   * @throws IOException where the caller's bytes cannot be read to their end
   */
  public Stored put(String tenant, String digest, InputStream content) throws IOException {
    ArtifactKey key = new ArtifactKey(tenant, digest);
    ArtifactBytes store = store();
    removals.cancel(tenant, digest);
    OptionalLong there = store.size(key);
    if (there.isPresent()) {
      return new Stored(there.getAsLong(), false);
    }
    if (!uploads.tryAcquire()) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_OVERLOADED,
              "%d artifacts are being uploaded already; try again".formatted(MAX_UPLOADS))
          .retryAfter(RETRY);
    }
    try {
      DigestedStream digested = new DigestedStream(content, digest, maxBytes);
      store.put(key, digested);
      return new Stored(digested.size(), true);
    } finally {
      uploads.release();
    }
  }

  /**
   * The bytes under a digest, or nothing.
   *
   * @throws Failure FIELDS_INVALID where the text is no digest, STATE_UNSUITABLE where this service
   *     keeps no artifacts
   */
  public Optional<Content> find(String tenant, String digest) {
    ArtifactKey key = new ArtifactKey(tenant, digest);
    ArtifactBytes store = store();
    try {
      OptionalLong size = store.size(key);
      return size.isEmpty()
          ? Optional.empty()
          : Optional.of(new Content(size.getAsLong(), () -> store.open(key)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this service keeps artifacts. */
  boolean isConfigured() {
    return bytes.isPresent();
  }

  /** Removes the bytes under a digest; harmless where there are none. */
  void remove(String tenant, String digest) throws IOException {
    store().remove(new ArtifactKey(tenant, digest));
  }

  private ArtifactBytes store() {
    return bytes.orElseThrow(
        () ->
            Failure.of(
                ErrorReason.ERROR_REASON_STATE_UNSUITABLE,
                "this service keeps no artifacts; set throughline.artifact.directory or"
                    + " throughline.artifact.s3.bucket, or store them elsewhere and emit ArtifactStored with their URI"));
  }
}
