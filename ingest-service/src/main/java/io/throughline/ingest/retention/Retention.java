package io.throughline.ingest.retention;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.throughline.ingest.journal.Installer;
import io.throughline.ingest.journal.Worker;
import io.throughline.ingest.retention.RetentionTables.Partition;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Removes what is too old or too much, a step at a time. */
@ApplicationScoped
public class Retention {
  private static final OffsetDateTime NEVER =
      OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private final Pool pool;
  private final Installer installer;
  private final RetentionLimits limits;
  private final Worker worker;
  private final Clock clock = Clock.systemUTC();

  Retention(Pool pool, Installer installer, RetentionLimits limits) {
    this.pool = pool;
    this.installer = installer;
    this.limits = limits;
    this.worker = new Worker("retention", limits.pause(), this::step);
  }

  void start(@Observes StartupEvent started) {
    if (limits.isLimited()) {
      worker.start();
    }
  }

  void stop(@Observes ShutdownEvent stopped) {
    worker.stop();
  }

  private Uni<Boolean> step() {
    return installer.isInstalled()
        ? step(pool, limits, OffsetDateTime.now(clock))
        : Uni.createFrom().item(false);
  }

  /** Measures or removes some batches, as of an instant; whether there may be more to do. */
  static Uni<Boolean> step(Pool pool, RetentionLimits limits, OffsetDateTime now) {
    return pool.withTransaction(
        connection -> {
          RetentionTables tables = new RetentionTables(connection);
          return tables
              .partitions(now.minus(limits.followerPatience()))
              .chain(partitions -> step(tables, partitions, limits, now));
        });
  }

  private static Uni<Boolean> step(
      RetentionTables tables, List<Partition> all, RetentionLimits limits, OffsetDateTime now) {
    Optional<Partition> oldest =
        all.stream()
            .filter(each -> each.oldest().isPresent() && each.removableTo() > each.horizon())
            .min(Comparator.comparing(each -> each.oldest().orElseThrow()));
    OffsetDateTime before = limits.age().map(now::minus).orElse(NEVER);
    if (oldest.isPresent() && oldest.get().oldest().orElseThrow().isBefore(before)) {
      return tables.remove(oldest.get(), limits.stepBatches(), before, 0);
    }
    if (limits.bytes().isEmpty()) {
      return Uni.createFrom().item(false);
    }
    Optional<Partition> unmeasured =
        all.stream().filter(each -> each.measuredPosition() < each.head()).findFirst();
    if (unmeasured.isPresent()) {
      return tables.measure(unmeasured.get(), limits.stepBatches()).replaceWith(true);
    }
    long excess =
        all.stream().mapToLong(Partition::measuredBytes).sum() - limits.bytes().getAsLong();
    return oldest.isPresent() && excess > 0
        ? tables.remove(oldest.get(), limits.stepBatches(), NEVER, excess)
        : Uni.createFrom().item(false);
  }
}
