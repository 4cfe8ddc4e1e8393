package io.throughline.client;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The events of one scope on their way into the journal: collected, numbered from 1, sent in order.
 * A batch whose acknowledgement is missing stays in front, unchanged, until it is known what became
 * of it. Safe for use by several threads.
 */
final class Scope {

  private static final int FULL_EVENTS = 500;
  private static final int FULL_BYTES = 512 * 1024;

  /** The batch was looked at and is not in the journal; after any other error it may be. */
  private static final Set<Status.Code> REFUSED =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.UNIMPLEMENTED,
          Status.Code.OUT_OF_RANGE,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.ALREADY_EXISTS);

  private final String name;
  private final String producer;
  private final Journal journal;
  private final Clock clock;
  private final List<Event> events = new ArrayList<>();
  private int bytes;
  private long lastNumber;
  private Batch unacknowledged;
  private String position = "";

  Scope(String name, String producer, Journal journal, Clock clock) {
    this.name = name;
    this.producer = producer;
    this.journal = journal;
    this.clock = clock;
  }

  String name() {
    return name;
  }

  /** The time that an event has which does not say its own. */
  Instant now() {
    return clock.instant();
  }

  /** Takes an event; sends when enough have come together. */
  synchronized void add(Event.Builder event) {
    Event complete =
        event.hasValidTime() ? event.build() : event.setValidTime(timestamp(now())).build();
    events.add(complete);
    bytes += complete.getSerializedSize();
    if (events.size() >= FULL_EVENTS || bytes >= FULL_BYTES) {
      flush();
    }
  }

  /** Sends what is collected; returns when it is durable. */
  synchronized void flush() {
    if (unacknowledged != null) {
      send();
    }
    if (!events.isEmpty()) {
      unacknowledged =
          Batch.newBuilder()
              .setScope(name)
              .setProducer(producer)
              .setEpoch(1)
              .setNumber(lastNumber + 1)
              .addAllEvents(events)
              .build();
      events.clear();
      bytes = 0;
      send();
    }
  }

  /** The position after the last acknowledged batch; empty before the first. */
  synchronized String position() {
    return position;
  }

  private void send() {
    try {
      position = journal.append(unacknowledged);
      lastNumber = unacknowledged.getNumber();
      unacknowledged = null;
    } catch (StatusRuntimeException e) {
      EmitException failure = EmitException.of(unacknowledged, e);
      if (REFUSED.contains(e.getStatus().getCode())) {
        unacknowledged = null;
      }
      throw failure;
    }
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
