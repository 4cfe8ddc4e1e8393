package io.throughline.local.process;

import java.time.Duration;

/**
 * How long to wait before a child that died is started again: half a second, doubled at every death
 * in a row up to half a minute. A child that lived for fifteen seconds starts from the beginning.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration HEALTHY = Duration.ofSeconds(15);

  private Duration next = FIRST;

  /** The wait after a life of this length. */
  Duration after(Duration life) {
    if (life.compareTo(HEALTHY) >= 0) {
      next = FIRST;
    }
    Duration wait = next;
    Duration doubled = wait.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return wait;
  }
}
