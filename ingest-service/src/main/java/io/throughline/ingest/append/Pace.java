package io.throughline.ingest.append;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often a group begins. A transaction costs PostgreSQL as much for one batch as for some
 * thirty, so under load there are fewer of them, with more batches each, which leaves more of the
 * machine. Whoever is slower than the pace never waits. Thread-safe.
 */
final class Pace {
  /** So many may begin at once after a rest. */
  private static final int BURST = 8;

  private final long nanosEach;

  /**
   * When the next group may begin, were there no burst, on the clock of {@link System#nanoTime}.
   */
  private long due = System.nanoTime();

  /**
   * A pace.
   *
   * @param perSecond how many begin in a second at most; 0: as many as there are
   */
  Pace(int perSecond) {
    nanosEach = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Begins when its turn has come: mostly at once, else later on the same event loop. */
  void begin(Runnable work) {
    long millis = TimeUnit.NANOSECONDS.toMillis(take(System.nanoTime()));
    if (millis == 0) {
      work.run();
      return;
    }
    Context loop = Vertx.currentContext();
    if (loop == null) {
      Uni.createFrom()
          .voidItem()
          .onItem()
          .delayIt()
          .by(Duration.ofMillis(millis))
          .subscribe()
          .with(ignored -> work.run());
    } else {
      long unused = loop.owner().setTimer(millis, timer -> work.run());
    }
  }

  /** Takes a turn; how long it is until then, in nanoseconds. */
  synchronized long take(long now) {
    due = Math.max(due, now - BURST * nanosEach) + nanosEach;
    return Math.max(0, due - now);
  }
}
