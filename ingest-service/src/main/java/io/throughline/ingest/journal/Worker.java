package io.throughline.ingest.journal;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Work in the background, one bounded step after the other: at once while there is more to do,
 * after a pause when there is not, or when a step has failed.
 */
public final class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class);
  private final String name;
  private final Duration pause;
  private final Supplier<Uni<Boolean>> step;
  private volatile boolean stopped;

  /**
   * A worker that does nothing until {@link #start}.
   *
   * @param name what its log calls it
   * @param pause how long it rests
   * @param step does a little, and tells whether there is more
   */
  public Worker(String name, Duration pause, Supplier<Uni<Boolean>> step) {
    this.name = name;
    this.pause = pause;
    this.step = step;
  }

  /** Begins. */
  public void start() {
    rest();
  }

  /** Begins no further step. */
  public void stop() {
    stopped = true;
  }

  private void rest() {
    Uni.createFrom().voidItem().onItem().delayIt().by(pause).subscribe().with(ignored -> work());
  }

  private void work() {
    if (stopped) {
      return;
    }
    Uni.createFrom()
        .deferred(step::get)
        .subscribe()
        .with(
            more -> {
              if (more) {
                work();
              } else {
                rest();
              }
            },
            fault -> {
              LOG.warnf("%s failed and is tried again: %s", name, fault.getMessage());
              rest();
            });
  }
}
