package io.throughline.client.stream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: longer each time, at random, never shorter than asked.
 */
final class Backoff {

  private static final long FIRST = Duration.ofMillis(50).toNanos();
  private static final long LONGEST = Duration.ofSeconds(2).toNanos();

  private long pause = FIRST;
  private long until;
  private boolean waits;

  /** Begins a pause. */
  void pause(long now, Duration asked) {
    long random = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
    until = now + Math.max(random, asked.toNanos());
    waits = true;
    pause = Math.min(2 * pause, LONGEST);
  }

  /** Whether the pause is over. */
  boolean isOver(long now) {
    return !waits || now - until >= 0;
  }

  /** After a success: there is no pause, and the next one is short. */
  void reset() {
    pause = FIRST;
    waits = false;
  }
}
