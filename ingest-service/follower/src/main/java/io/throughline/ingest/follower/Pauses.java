package io.throughline.ingest.follower;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between tries that double up to a limit, with a random part against herds. */
final class Pauses {
  private final Duration first;
  private final Duration longest;
  private Duration next;

  Pauses(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  synchronized Duration next() {
    long millis = next.toMillis();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }

  synchronized void reset() {
    next = first;
  }
}
