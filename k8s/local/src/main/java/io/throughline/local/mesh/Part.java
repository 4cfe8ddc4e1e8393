package io.throughline.local.mesh;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A part of a mesh as it is now.
 *
 * @param name what it is called
 * @param state whether it runs and serves
 * @param pid its process
 * @param address where it is reached
 * @param uptime for how long the process has run
 * @param residentBytes the memory that it takes
 */
public record Part(
    String name,
    State state,
    Optional<Long> pid,
    String address,
    Optional<Duration> uptime,
    OptionalLong residentBytes) {

  /** How a part is. */
  public enum State {
    /** Its process runs, and it answers that it is ready. */
    READY,
    /** Its process runs, but it is not ready. */
    STARTING,
    /** There is no process. */
    STOPPED
  }
}
