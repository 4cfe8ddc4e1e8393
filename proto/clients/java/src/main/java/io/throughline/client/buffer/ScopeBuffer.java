package io.throughline.client.buffer;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import java.util.ArrayList;
import java.util.List;

/** What has come together for one scope's next batch. For the draining thread alone. */
public final class ScopeBuffer {

  private static final int FULL_EVENTS = 1_000;
  private static final int FULL_BYTES = 512 * 1024;
  private static final int FULL_POINTS = 20_000;
  private static final int FULL_SERIES = 5_000;

  /** About, on the wire. */
  private static final int POINT_BYTES = 10;

  private final String scope;
  private final List<Event> events = new ArrayList<>();
  private final List<Series> measured = new ArrayList<>();
  private int bytes;
  private int points;
  private long since;

  /** An empty buffer of a scope. */
  public ScopeBuffer(String scope) {
    this.scope = scope;
  }

  /** The scope. */
  public String scope() {
    return scope;
  }

  /**
   * Takes a point of one of the scope's series.
   *
   * @param now in nanoseconds, by {@link System#nanoTime}
   */
  public void add(Series series, long step, long time, double value, long now) {
    begin(now);
    if (series.add(step, time, value)) {
      measured.add(series);
    }
    points++;
  }

  /**
   * Takes an event. The end of a run comes after the points that were measured before it.
   *
   * @param now in nanoseconds, by {@link System#nanoTime}
   */
  public void add(Event event, int size, long now) {
    begin(now);
    if (event.hasRunEnded()) {
      closeSeries();
    }
    events.add(event);
    bytes += size;
  }

  /** Whether a batch should be cut whatever its age. */
  public boolean isFull() {
    return bytes >= FULL_BYTES
        || events.size() >= FULL_EVENTS
        || points >= FULL_POINTS
        || measured.size() >= FULL_SERIES;
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return events.isEmpty() && measured.isEmpty();
  }

  /** When its oldest event came, by {@link System#nanoTime}. */
  public long since() {
    return since;
  }

  /** Everything as a batch without producer, epoch and number; the buffer is empty then. */
  public Batch cut() {
    closeSeries();
    Batch batch = Batch.newBuilder().setScope(scope).addAllEvents(events).build();
    events.clear();
    bytes = 0;
    return batch;
  }

  private void begin(long now) {
    if (isEmpty()) {
      since = now;
    }
  }

  private void closeSeries() {
    measured.forEach(series -> events.add(series.take()));
    measured.clear();
    bytes += points * POINT_BYTES;
    points = 0;
  }
}
