package io.throughline.ingest.append;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.time.Duration;

/** What is left of the replica's memory for batches that are on their way into the journal. */
final class Room {
  private static final Duration RETRY_DELAY = Duration.ofMillis(200);
  private final AppendLimits limits;
  private int batches;
  private long bytes;

  Room(AppendLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes the place of a batch.
   *
   * @throws Failure OVERLOADED where there is none
   */
  synchronized void take(long size) {
    if (batches >= limits.queueBatches() || bytes + size > limits.queueBytes()) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_OVERLOADED,
              "The journal has as much work as it may hold (%d batches wait); send again later."
                  .formatted(batches))
          .retryAfter(RETRY_DELAY);
    }
    batches++;
    bytes += size;
  }

  /** How many batches wait. */
  synchronized int batches() {
    return batches;
  }

  /** About how many bytes they take. */
  synchronized long bytes() {
    return bytes;
  }

  synchronized void give(long size) {
    batches--;
    bytes -= size;
  }
}
