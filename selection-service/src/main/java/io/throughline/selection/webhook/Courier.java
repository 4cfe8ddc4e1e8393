package io.throughline.selection.webhook;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Delivers the queue, a few at a time, and tries again what was not taken: after 1, 2, 4, … seconds
 * up to an hour, twenty times, which is more than half a day.
 */
@ApplicationScoped
public class Courier {
  private static final Logger LOG = Logger.getLogger(Courier.class);
  private static final int MOST_ATTEMPTS = 20;
  private static final double LONGEST_PAUSE_SECONDS = 3600;
  private static final long FORGET_MILLIS = 3_600_000;

  private final Queue queue;
  private final Expiries expiries;
  private final Post post;
  private final Vertx vertx;
  private final long idleMillis;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile boolean stopped;

  Courier(
      Queue queue,
      Expiries expiries,
      Post post,
      Vertx vertx,
      @ConfigProperty(name = "throughline.webhooks.poll-millis") long idleMillis) {
    this.queue = queue;
    this.expiries = expiries;
    this.post = post;
    this.vertx = vertx;
    this.idleMillis = idleMillis;
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(idleMillis, timer -> look());
    vertx.setPeriodic(FORGET_MILLIS, timer -> queue.forget().subscribe().with(x -> {}, this::note));
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  private void look() {
    if (!stopped && running.compareAndSet(false, true)) {
      expiries
          .tell()
          .flatMap(told -> queue.take())
          .flatMap(this::deliver)
          .subscribe()
          .with(
              again -> {
                running.set(false);
                if (again) {
                  look();
                }
              },
              failed -> {
                running.set(false);
                note(failed);
              });
    }
  }

  private void note(Throwable failed) {
    if (!stopped) {
      LOG.warnf("The queue of webhooks cannot be read; trying again: %s", failed.getMessage());
    }
  }

  private Uni<Boolean> deliver(List<Queue.Item> items) {
    return items.isEmpty()
        ? Uni.createFrom().item(false)
        : Uni.join()
            .all(items.stream().map(this::deliver).toList())
            .andCollectFailures()
            .replaceWith(true);
  }

  private Uni<Void> deliver(Queue.Item item) {
    return Uni.createFrom()
        .item(() -> item)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .flatMap(post::send)
        .flatMap(
            answer -> {
              if (answer.accepted()) {
                return queue.done(item, answer.text());
              }
              if (answer.gone() || item.attempts() >= MOST_ATTEMPTS) {
                LOG.warnf("Giving up %s: %s", item, answer.text());
                return queue.done(item, "given up: " + answer.text());
              }
              return queue.again(item, answer.text(), pause(item.attempts()));
            });
  }

  private static double pause(int attempts) {
    return Math.min(LONGEST_PAUSE_SECONDS, Math.pow(2, Math.min(attempts - 1, 20)));
  }
}
