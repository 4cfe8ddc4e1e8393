package io.throughline.ingest.append;

import io.throughline.ingest.journal.Payload;
import java.time.OffsetDateTime;

/**
 * A batch that has passed the door.
 *
 * @param partition where it goes
 * @param key what it is known by
 * @param kinds the mask of its events' kinds
 * @param eventCount how many events it has
 * @param validTime when the events were true, or null where the batch does not say
 * @param traceparent the trace context of the producer, or empty
 * @param payload what is stored of it
 */
record Submission(
    int partition,
    BatchKey key,
    long kinds,
    int eventCount,
    OffsetDateTime validTime,
    String traceparent,
    Payload payload) {
  private static final int OVERHEAD = 1024;

  /** What it takes in memory while it waits, about. */
  int bytes() {
    return payload.bytes().length + OVERHEAD;
  }
}
