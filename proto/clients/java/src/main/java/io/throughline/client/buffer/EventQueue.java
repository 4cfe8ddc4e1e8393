package io.throughline.client.buffer;

import io.throughline.event.v1.Event;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Events other than points, from many threads to one; bounded by number and bytes. Who offers to a
 * full queue waits, but only so long.
 */
public final class EventQueue {

  private final int capacity;
  private final long byteCapacity;
  private final Deque<QueuedEvent> events = new ArrayDeque<>();
  private long bytes;
  private long offered;

  /**
   * @param capacity how many events it holds
   * @param byteCapacity how many bytes of events it holds, give or take one event
   */
  public EventQueue(int capacity, long byteCapacity) {
    this.capacity = capacity;
    this.byteCapacity = byteCapacity;
  }

  /**
   * An event and the scope that it belongs to.
   *
   * @param bytes its size on the wire
   */
  public record QueuedEvent(String scope, Event event, int bytes) {}

  /**
   * Offers an event.
   *
   * @param nanoseconds how long to wait for room
   * @return whether there was room for it
   */
  public synchronized boolean offer(QueuedEvent event, long nanoseconds) {
    long deadline = System.nanoTime() + nanoseconds;
    boolean interrupted = false;
    while (events.size() >= capacity || bytes >= byteCapacity) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || interrupted) {
        break;
      }
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (events.size() >= capacity || bytes >= byteCapacity) {
      return false;
    }
    events.add(event);
    bytes += event.bytes();
    offered++;
    return true;
  }

  /** The next event, or null. */
  public synchronized QueuedEvent poll() {
    QueuedEvent event = events.poll();
    if (event != null) {
      bytes -= event.bytes();
      notifyAll();
    }
    return event;
  }

  /** How many events have been offered and accepted so far. */
  public synchronized long offered() {
    return offered;
  }

  /** How many events have been taken so far. */
  public synchronized long taken() {
    return offered - events.size();
  }
}
