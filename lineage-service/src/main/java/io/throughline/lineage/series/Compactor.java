package io.throughline.lineage.series;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.throughline.lineage.freshness.Freshness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Merges small chunks in the background, a step at a time, with rests between: a long one where
 * there is nothing to do, and none of it while the graph is behind the journal.
 */
@ApplicationScoped
class Compactor {
  private static final Logger LOG = Logger.getLogger(Compactor.class);

  /** How many batches the graph may lack. */
  private static final long NEAR = 64;

  private static final Duration IDLE = Duration.ofSeconds(15);

  /** A rest is so many times as long as the step before, so that most of the time is others'. */
  private static final int REST = 4;

  private static final Duration SHORTEST_REST = Duration.ofMillis(50);

  private final Compaction compaction;
  private final Freshness freshness;
  private Cancellable working = () -> {};
  private volatile Duration rest = IDLE;

  Compactor(Compaction compaction, Freshness freshness) {
    this.compaction = compaction;
    this.freshness = freshness;
  }

  void start(@Observes StartupEvent started) {
    working =
        Multi.createBy().repeating().uni(this::turn).indefinitely().subscribe().with(done -> {});
  }

  void stop(@Observes ShutdownEvent stopping) {
    working.cancel();
  }

  private Uni<Void> turn() {
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(rest)
        .chain(this::work)
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warn("small chunks were not merged; they will be later", failure);
              rest = IDLE;
              return null;
            });
  }

  private Uni<Void> work() {
    long start = System.nanoTime();
    return freshness
        .isNear(NEAR)
        .chain(near -> near ? compaction.step() : Uni.createFrom().item(false))
        .invoke(
            merged -> {
              Duration pause = Duration.ofNanos(System.nanoTime() - start).multipliedBy(REST);
              rest = !merged ? IDLE : pause.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : pause;
            })
        .replaceWithVoid();
  }
}
