package io.throughline.selection.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** How many scopes wait for the journal, looked at now and then. */
@ApplicationScoped
class OutboxMetrics {
  private static final Logger LOG = Logger.getLogger(OutboxMetrics.class);
  private static final long PAUSE_MILLIS = 10_000;

  private final Backlog backlog;
  private final Vertx vertx;
  private long timer;
  private volatile long waiting;

  OutboxMetrics(Backlog backlog, Vertx vertx, MeterRegistry registry) {
    this.backlog = backlog;
    this.vertx = vertx;
    Gauge.builder("throughline.outbox.waiting", () -> waiting)
        .description("Scopes with events that the journal has not acknowledged, up to a limit")
        .baseUnit("scopes")
        .strongReference(true)
        .register(registry);
  }

  void start(@Observes StartupEvent started) {
    timer = vertx.setPeriodic(0, PAUSE_MILLIS, ignored -> look());
  }

  void stop(@Observes ShutdownEvent stopping) {
    vertx.cancelTimer(timer);
  }

  /** What cannot be read keeps its last value: readiness tells of the database. */
  private void look() {
    backlog
        .waiting()
        .subscribe()
        .with(
            count -> waiting = count,
            fault -> LOG.debugf("the outbox cannot be counted: %s", fault.getMessage()));
  }
}
