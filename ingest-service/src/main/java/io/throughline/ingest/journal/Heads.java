package io.throughline.ingest.journal;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * How far each partition has come, as far as this replica knows, from its own commits and from
 * looking at the database; and who wants to know at once. Thread-safe.
 */
@ApplicationScoped
public class Heads {
  private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
  private final Set<Listener> listeners = new CopyOnWriteArraySet<>();

  /** Somebody who reads on when a head moves. Must not block. */
  public interface Listener {
    /** At least one head has moved. */
    void moved();

    /** The heads can no longer be read. */
    void lost(Throwable cause);
  }

  /** The last known position of a partition; 0 when none is known. */
  public long at(int partition) {
    return positions.getOrDefault(partition, 0L);
  }

  /**
   * Takes note of positions that are durable.
   *
   * @return whether one of them was not known
   */
  public boolean advance(Map<Integer, Long> durable) {
    boolean moved = false;
    for (Map.Entry<Integer, Long> head : durable.entrySet()) {
      Long before = positions.get(head.getKey());
      if (before == null || before < head.getValue()) {
        positions.merge(head.getKey(), head.getValue(), Math::max);
        moved = true;
      }
    }
    if (moved) {
      listeners.forEach(Listener::moved);
    }
    return moved;
  }

  /**
   * Forgets everything, since the database was away and may come back in an older state, and tells
   * the listeners.
   */
  public void lose(Throwable cause) {
    positions.clear();
    listeners.forEach(listener -> listener.lost(cause));
  }

  /** Begins to tell a listener. */
  public void add(Listener listener) {
    listeners.add(listener);
  }

  /** Tells a listener no more. */
  public void remove(Listener listener) {
    listeners.remove(listener);
  }

  /** Whether anybody listens. */
  public boolean hasListeners() {
    return !listeners.isEmpty();
  }
}
