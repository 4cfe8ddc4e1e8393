package io.throughline.lineage.projection;

import io.throughline.event.v1.Event;
import java.util.Set;

/** What one feature makes of its kinds of events: rows, from the event and its place alone. */
public interface Part {
  /** The kinds that it understands. */
  Set<Event.KindCase> kinds();

  /** Turns a fact of these kinds into rows. */
  void project(Fact fact, Writes writes);
}
