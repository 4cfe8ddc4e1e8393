package io.throughline.client.buffer;

import io.throughline.event.v1.Event;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.SeriesIdentity;

/**
 * A series of a run, resolved once, and the points of it that are not in a batch yet. The points
 * are for the draining thread alone.
 */
public final class Series {

  private final String scope;
  private final SeriesIdentity identity;
  private PointsMeasured.Builder points;
  private long lastStep;
  private long lastTime;

  /**
   * @param scope the scope of its run
   */
  public Series(String scope, SeriesIdentity identity) {
    this.scope = scope;
    this.identity = identity;
  }

  /** The scope of its run. */
  public String scope() {
    return scope;
  }

  /**
   * Adds a point to the columns.
   *
   * @return whether it is their first
   */
  boolean add(long step, long time, double value) {
    boolean first = points == null;
    if (first) {
      points = PointsMeasured.newBuilder().setSeries(identity);
      lastStep = 0;
      lastTime = 0;
    }
    points.addStepDeltas(step - lastStep);
    points.addTimeDeltas(time - lastTime);
    points.addValues(value);
    lastStep = step;
    lastTime = time;
    return first;
  }

  /** The columns as an event; the next point begins new ones. */
  Event take() {
    Event event = Event.newBuilder().setPointsMeasured(points).build();
    points = null;
    return event;
  }
}
