package io.throughline.ingest.follower;

/**
 * What a follower is doing.
 *
 * @param phase where it is in its life
 * @param reason what keeps it from working, in a sentence; empty when nothing does
 */
public record FollowerState(Phase phase, String reason) {

  /** Where a follower is in its life. */
  public enum Phase {
    /** Not started, or closed. */
    STOPPED,
    /** About to open its stream; after a failure, with growing pauses. */
    CONNECTING,
    /** Its stream is open. */
    FOLLOWING,
    /** Other replicas apply every partition; it takes over what becomes free. */
    STANDBY,
    /** The journal does not hold what was applied; only a rebuild helps. */
    DIVERGED
  }
}
