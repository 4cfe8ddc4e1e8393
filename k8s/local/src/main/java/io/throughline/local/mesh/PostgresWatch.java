package io.throughline.local.mesh;

import io.throughline.local.postgres.Postgres;
import io.throughline.local.postgres.PostgresException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks twice a second whether PostgreSQL is alive, and starts it again when it is not. */
final class PostgresWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int MOST_REMEMBERED = 20;

  private final Postgres postgres;
  private final Consumer<String> messages;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "postgres-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<String> said = new HashSet<>();

  PostgresWatch(Postgres postgres, Consumer<String> messages) {
    this.postgres = postgres;
    this.messages = messages;
  }

  PostgresWatch start() {
    var unused =
        executor.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void look() {
    if (postgres.process().isPresent()) {
      said.clear();
      return;
    }
    say("PostgreSQL ended; it starts again");
    try {
      postgres.restart();
      say("PostgreSQL is back");
    } catch (PostgresException | UncheckedIOException e) {
      say(e.getMessage());
    }
  }

  /** Says a thing once: the same fault twice a second would drown everything else. */
  private void say(String message) {
    if (said.size() < MOST_REMEMBERED && said.add(message)) {
      messages.accept(message);
    }
  }

  /** Stops looking; waits for a restart that is under way. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(2, TimeUnit.MINUTES)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
