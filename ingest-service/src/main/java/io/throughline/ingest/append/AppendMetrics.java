package io.throughline.ingest.append;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Batch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is counted of appending. No label grows with what is stored: not by scope, producer or
 * tenant.
 */
@ApplicationScoped
class AppendMetrics {
  private static final String BATCHES = "throughline.append.batches";
  private static final String PREFIX = "ERROR_REASON_";

  private final MeterRegistry registry;
  private final Counter appended;
  private final Counter duplicates;
  private final Counter refused;
  private final Counter events;
  private final DistributionSummary batchSize;
  private final DistributionSummary groupBatches;
  private final Timer groupCommit;
  private final Map<ErrorReason, Counter> refusals = new ConcurrentHashMap<>();

  AppendMetrics(MeterRegistry registry) {
    this.registry = registry;
    appended = batches(registry, "appended");
    duplicates = batches(registry, "duplicate");
    refused = batches(registry, "refused");
    events =
        Counter.builder("throughline.append.events")
            .description("Events of appended batches")
            .register(registry);
    batchSize =
        DistributionSummary.builder("throughline.append.batch.size")
            .description("Size of appended batches, before compression")
            .baseUnit("bytes")
            .register(registry);
    groupBatches =
        DistributionSummary.builder("throughline.append.group")
            .description("Batches that one transaction took")
            .baseUnit("batches")
            .register(registry);
    groupCommit =
        Timer.builder("throughline.append.commit")
            .description("How long the transactions of groups took")
            .register(registry);
  }

  private static Counter batches(MeterRegistry registry, String outcome) {
    return Counter.builder(BATCHES)
        .description("Batches by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** A batch has got its answer. */
  void answered(Batch batch, Outcome outcome) {
    if (outcome.refusal().isPresent()) {
      refused.increment();
      refusals.computeIfAbsent(outcome.refusal().get().reason(), this::refusals).increment();
    } else if (outcome.acknowledgement().orElseThrow().getDuplicate()) {
      duplicates.increment();
    } else {
      appended.increment();
      events.increment(batch.getEventsCount());
      batchSize.record(batch.getSerializedSize());
    }
  }

  private Counter refusals(ErrorReason reason) {
    String name = reason.name();
    return Counter.builder("throughline.append.refusals")
        .description("Refused batches by reason")
        .tag(
            "reason",
            (name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name)
                .toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /** A group's transaction has ended. */
  void committed(List<Submission> group, Duration took) {
    groupBatches.record(group.size());
    groupCommit.record(took);
  }

  /** Watches how much waits for a commit. */
  void watch(Room room) {
    Gauge.builder("throughline.append.queue", room, Room::batches)
        .description("Batches that wait for a commit")
        .baseUnit("batches")
        .register(registry);
    Gauge.builder("throughline.append.queue.size", room, Room::bytes)
        .description("Size of the batches that wait for a commit")
        .baseUnit("bytes")
        .register(registry);
  }
}
