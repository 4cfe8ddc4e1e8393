package io.throughline.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What an emitter may use while the mesh is away.
 *
 * @param spill the directory in which batches are kept until the journal has them; whatever emitter
 *     starts next with the same directory delivers what a killed one has left, so all of them speak
 *     to the same mesh with the same rights. Empty: memory only.
 * @param spillBytes how many bytes of batches the spill holds
 * @param memoryBytes how many bytes of batches are held in memory
 * @param longestWait how long a call may wait for room before its event is dropped and counted; a
 *     metric never waits
 */
public record EmitterSettings(
    Optional<Path> spill, long spillBytes, long memoryBytes, Duration longestWait) {

  /** Names the directory of the spill in the environment. */
  public static final String SPILL_VARIABLE = "THROUGHLINE_SPILL";

  private static final EmitterSettings DEFAULTS =
      new EmitterSettings(Optional.empty(), 1L << 30, 64L << 20, Duration.ofMillis(100));

  public EmitterSettings {
    if (spillBytes <= 0 || memoryBytes <= 0 || longestWait.isNegative()) {
      throw new IllegalArgumentException(
          "spillBytes (%d) and memoryBytes (%d) must be above 0, longestWait (%s) not below"
              .formatted(spillBytes, memoryBytes, longestWait));
    }
  }

  /** No spill, 64 MiB of memory, a wait of at most 100 ms. */
  public static EmitterSettings defaults() {
    return DEFAULTS;
  }

  /** The defaults, with the spill that the environment names, if it does. */
  public static EmitterSettings fromEnvironment() {
    String directory = System.getenv(SPILL_VARIABLE);
    return directory == null || directory.isBlank()
        ? DEFAULTS
        : DEFAULTS.withSpill(Path.of(directory));
  }

  /** The same with a spill in this directory. */
  public EmitterSettings withSpill(Path directory) {
    return new EmitterSettings(Optional.of(directory), spillBytes, memoryBytes, longestWait);
  }

  /** The same with a spill of at most so many bytes. */
  public EmitterSettings withSpillBytes(long bytes) {
    return new EmitterSettings(spill, bytes, memoryBytes, longestWait);
  }

  /** The same with so many bytes of memory. */
  public EmitterSettings withMemoryBytes(long bytes) {
    return new EmitterSettings(spill, spillBytes, bytes, longestWait);
  }

  /** The same with another bound for the wait of a call. */
  public EmitterSettings withLongestWait(Duration wait) {
    return new EmitterSettings(spill, spillBytes, memoryBytes, wait);
  }
}
