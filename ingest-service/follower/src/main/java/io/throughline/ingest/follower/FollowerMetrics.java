package io.throughline.ingest.follower;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What is measured of following, under the name of a projection: lag, quarantine, groups. The label
 * has one value for each projection of a service, whatever its generation.
 */
public final class FollowerMetrics {
  private static final String PROJECTION = "projection";

  private final MeterRegistry registry;
  private final String projection;
  private final DistributionSummary groupBatches;
  private final Timer effects;

  /** Metrics of a projection. */
  public FollowerMetrics(MeterRegistry registry, String projection) {
    this.registry = registry;
    this.projection = projection;
    groupBatches =
        DistributionSummary.builder("throughline.follower.group")
            .description("Batches that one transaction applied")
            .baseUnit("batches")
            .tag(PROJECTION, projection)
            .register(registry);
    effects =
        Timer.builder("throughline.follower.effect")
            .description("How long the effects of groups took, without the commit")
            .tag(PROJECTION, projection)
            .register(registry);
  }

  /** Measures the follower that serves at the moment of the measurement. */
  public void watch(Supplier<Follower> serving) {
    gauge(
        "throughline.follower.lag", "positions", "Positions not applied", serving, Lag::positions);
    gauge(
        "throughline.follower.quarantine",
        "batches",
        "Batches that could not be applied, counted up to a limit",
        serving,
        Lag::quarantined);
    TimeGauge.builder(
            "throughline.follower.lag.age",
            () -> serving.get().lag().age().toMillis(),
            TimeUnit.MILLISECONDS)
        .description("Time since the oldest batch was appended that is not applied")
        .tag(PROJECTION, projection)
        .register(registry);
    FunctionCounter.builder("throughline.follower.applied", serving, FollowerMetrics::applied)
        .description("Positions applied since the beginning of the journal")
        .baseUnit("positions")
        .tag(PROJECTION, projection)
        .register(registry);
  }

  private void gauge(
      String name,
      String unit,
      String description,
      Supplier<Follower> serving,
      ToDoubleFunction<Lag> value) {
    Gauge.builder(name, () -> value.applyAsDouble(serving.get().lag()))
        .description(description)
        .baseUnit(unit)
        .tag(PROJECTION, projection)
        .strongReference(true)
        .register(registry);
  }

  private static double applied(Supplier<Follower> serving) {
    return serving.get().position().components().values().stream().mapToLong(Long::longValue).sum();
  }

  /** An effect that is measured. */
  public Effect measured(Effect effect) {
    return (connection, batches) -> {
      groupBatches.record(batches.size());
      long begin = System.nanoTime();
      Uni<Void> applied = effect.apply(connection, batches);
      return applied.onTermination().invoke(() -> effects.record(since(begin)));
    };
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
