package io.throughline.ingest.append;

import com.google.protobuf.Timestamp;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.event.Kinds;
import io.throughline.ingest.journal.Installation;
import io.throughline.ingest.journal.Payload;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

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
  private static final long PURGES = 1L << Event.KindCase.EXPERIMENT_PURGED.getNumber();

  /** Makes a batch ready to be appended. */
  static Submission of(String tenant, Batch batch, Installation installation) {
    ProducerKey producer = new ProducerKey(tenant, batch.getScope(), batch.getProducer());
    return new Submission(
        installation.partition(tenant, batch.getScope()),
        new BatchKey(producer, batch.getEpoch(), batch.getNumber()),
        Kinds.mask(batch),
        batch.getEventsCount(),
        batch.hasValidTime() ? time(batch.getValidTime()) : null,
        batch.getTraceparent(),
        Payload.of(batch));
  }

  /** Whether the batch says that its experiment is purged. */
  boolean purges() {
    return (kinds & PURGES) != 0;
  }

  private static OffsetDateTime time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atOffset(ZoneOffset.UTC);
  }

  /** What it takes in memory while it waits, about. */
  int bytes() {
    return payload.bytes().length + Admission.OVERHEAD;
  }
}
