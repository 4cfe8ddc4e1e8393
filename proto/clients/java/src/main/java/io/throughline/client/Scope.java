package io.throughline.client;

import com.google.protobuf.Timestamp;
import io.throughline.client.buffer.Series;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.SeriesIdentity;
import java.time.Clock;
import java.time.Instant;

/**
 * The home of what is told: an experiment, a registered model, an environment, a population.
 *
 * @param name its name, as batches carry it
 * @param clock says when events are true that do not say it themselves
 */
record Scope(String name, Emitter emitter, Pump pump, Clock clock) {

  /** Takes an event. */
  void add(Event.Builder event) {
    pump.event(
        name,
        event.hasValidTime()
            ? event.build()
            : event.setValidTime(timestamp(clock.instant())).build());
  }

  /** A series of one of its runs. */
  Series series(SeriesIdentity identity) {
    return new Series(name, identity);
  }

  /** Takes a point of a series, measured now. */
  void add(Series series, long step, double value) {
    pump.point(series, step, clock.millis(), value);
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
