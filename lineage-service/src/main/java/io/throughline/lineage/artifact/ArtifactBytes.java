package io.throughline.lineage.artifact;

import io.throughline.server.status.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Where bytes of artifacts lie, each under its digest and tenant, once. All methods block. */
interface ArtifactBytes extends AutoCloseable {

  /** Removes what broken uploads have left. */
  void tidy() throws IOException;

  /** How many bytes lie under a key; empty where there are none. */
  OptionalLong size(ArtifactKey key) throws IOException;

  /**
   * Keeps bytes, durably and as a whole: nothing is to be seen under the key before the stream has
   * ended, and nothing is left where it fails.
   *
   * @throws Failure STORAGE_FULL, DEPENDENCY_UNAVAILABLE; and what the stream throws
   */
  void put(ArtifactKey key, InputStream bytes) throws IOException;

  /** The bytes under a key, which {@link #size} has found. */
  InputStream open(ArtifactKey key) throws IOException;

  /** Removes the bytes under a key; harmless where there are none. */
  void remove(ArtifactKey key) throws IOException;

  @Override
  void close();
}
