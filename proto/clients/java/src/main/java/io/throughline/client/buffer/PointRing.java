package io.throughline.client.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Points on their way from many threads to one: columns of a fixed capacity, allocated once. A
 * thread that offers claims a place with one compare-and-set and never waits; the one thread that
 * drains reads places in the order in which they were claimed.
 */
public final class PointRing {

  private static final VarHandle PUBLISHED = MethodHandles.arrayElementVarHandle(long[].class);

  /** Two cursors, each alone on its cache lines. */
  private static final int HEAD = 16;

  private static final int TAIL = 48;

  private final int capacity;
  private final int mask;
  private final AtomicLongArray cursors = new AtomicLongArray(64);
  private final Series[] series;
  private final long[] steps;
  private final long[] times;
  private final double[] values;

  /** At each place one more than the ticket whose point it holds. */
  private final long[] published;

  /**
   * @param capacity how many points it holds, a power of two
   */
  public PointRing(int capacity) {
    if (capacity < 2 || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "the capacity for points is %d; it must be a power of two, at least 2"
              .formatted(capacity));
    }
    this.capacity = capacity;
    mask = capacity - 1;
    series = new Series[capacity];
    steps = new long[capacity];
    times = new long[capacity];
    values = new double[capacity];
    published = new long[capacity];
  }

  /**
   * Offers a point. Allocates nothing and waits for nobody.
   *
   * @param time in milliseconds since 1970-01-01 UTC
   * @return whether there was room for it
   */
  public boolean offer(Series of, long step, long time, double value) {
    long ticket;
    do {
      ticket = cursors.get(TAIL);
      if (ticket - cursors.get(HEAD) >= capacity) {
        return false;
      }
    } while (!cursors.compareAndSet(TAIL, ticket, ticket + 1));
    int place = (int) ticket & mask;
    series[place] = of;
    steps[place] = step;
    times[place] = time;
    values[place] = value;
    PUBLISHED.setRelease(published, place, ticket + 1);
    return true;
  }

  /** Whether so many points wait that the draining thread should not sleep. */
  public boolean isHalfFull() {
    return cursors.get(TAIL) - cursors.get(HEAD) >= capacity >>> 1;
  }

  /** How many points have been offered and accepted so far. */
  public long offered() {
    return cursors.get(TAIL);
  }

  /**
   * Hands points to their series, in order. For one thread at a time.
   *
   * @param until how many offered points to take in all; a point that is being written ends it
   * @return how many were taken
   */
  public long drain(long until, PointSink sink) {
    long head = cursors.get(HEAD);
    long first = head;
    while (head < until) {
      int place = (int) head & mask;
      if ((long) PUBLISHED.getAcquire(published, place) != head + 1) {
        break;
      }
      sink.point(series[place], steps[place], times[place], values[place]);
      series[place] = null;
      head++;
      if ((head & 1023) == 0) {
        cursors.lazySet(HEAD, head);
      }
    }
    cursors.lazySet(HEAD, head);
    return head - first;
  }

  /** Whether every point that was offered before {@code offered} has been taken. */
  public boolean isDrainedTo(long offered) {
    return cursors.get(HEAD) >= offered;
  }

  /** Takes points. */
  @FunctionalInterface
  public interface PointSink {

    /** Takes one point of a series. */
    void point(Series series, long step, long time, double value);
  }
}
