package io.throughline.lineage.freshness;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.throughline.event.v1.Event;
import io.throughline.ingest.follower.Follower;
import io.throughline.ingest.follower.FollowerMetrics;
import io.throughline.ingest.follower.FollowerOptions;
import io.throughline.ingest.follower.FollowerTraces;
import io.throughline.lineage.generation.GenerationRow;
import io.throughline.lineage.generation.Generations;
import io.throughline.lineage.projection.Projector;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.trial.TrialPart;
import io.throughline.server.position.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Follows the journal from start to stop, for every tenant: with one follower for the generation
 * that answers, and another one for the generation that is being built.
 */
@ApplicationScoped
public class Following {
  /** All but observations. */
  private static final Set<Event.KindCase> KINDS =
      Stream.of(Event.KindCase.values())
          .filter(kind -> kind != Event.KindCase.KIND_NOT_SET)
          .filter(kind -> !TrialPart.OBSERVATIONS.contains(kind))
          .collect(Collectors.toUnmodifiableSet());

  private static final Logger LOG = Logger.getLogger(Following.class);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  /** Every so many looks, where nothing is being built. */
  private static final int IDLE = 4;

  private static final int GROUP_BATCHES = 2_048;
  private static final int GROUP_BYTES = 8 << 20;

  /** How many batches a partition may lack for the generation that answers to stand still. */
  private static final long NEAR = 256;

  /** After how long a silent replica's partitions go to the others. */
  private static final Duration LEASE = Duration.ofSeconds(6);

  /** Longer than anybody waits for a position of a generation that no longer answers. */
  private static final Duration AFTER_SWAP = Duration.ofSeconds(15);

  private final Journal journal;
  private final Graph graph;
  private final Generations generations;
  private final Projector projector;
  private final String replica;
  private final FollowerMetrics metrics;
  private final FollowerTraces traces;
  private final Map<Integer, Follower> followers = new ConcurrentHashMap<>();
  private final Set<Integer> leaving = ConcurrentHashMap.newKeySet();
  private Cancellable looking = () -> {};

  Following(
      Journal journal,
      Graph graph,
      Generations generations,
      Projector projector,
      MeterRegistry registry,
      Tracer tracer,
      @ConfigProperty(name = "throughline.replica") String replica) {
    this.replica = replica;
    this.journal = journal;
    this.graph = graph;
    this.generations = generations;
    this.projector = projector;
    this.metrics = new FollowerMetrics(registry, "graph");
    this.traces = new FollowerTraces(tracer, "graph");
  }

  void start(@Observes StartupEvent started) {
    generations.install().await().atMost(START);
    follow();
    metrics.watch(this::follower);
    looking =
        Multi.createFrom()
            .ticks()
            .every(BETWEEN_LOOKS)
            .onOverflow()
            .drop()
            .filter(tick -> tick % IDLE == 0 || generations.building().isPresent())
            .onItem()
            .transformToUniAndConcatenate(tick -> look())
            .subscribe()
            .with(looked -> {});
  }

  void stop(@Observes ShutdownEvent stopping) {
    looking.cancel();
    followers.values().forEach(Follower::close);
  }

  /** The follower of the generation that answers. */
  Follower follower() {
    return follower(generations.serving().number());
  }

  private Follower follower(int number) {
    Follower follower = followers.get(number);
    if (follower == null) {
      throw Graph.opening();
    }
    return follower;
  }

  /**
   * Completes when the generation that answers then holds everything up to a position; fails with
   * NOT_CAUGHT_UP where that takes too long.
   */
  Uni<Void> await(Position wanted, Duration atMost) {
    int number = generations.serving().number();
    return follower(number)
        .awaitPosition(wanted, atMost)
        .chain(
            () ->
                generations.serving().number() == number
                    ? Uni.createFrom().voidItem()
                    : await(wanted, atMost));
  }

  /** What the journal holds. */
  Uni<Position> head() {
    return journal
        .head()
        .map(
            head ->
                IntStream.range(0, head.length)
                    .mapToObj(p -> Position.of(p, head[p]))
                    .reduce(Position.START, Position::merge));
  }

  /** Begins to follow what is to be followed, at once and not only at the next look. */
  public void follow() {
    follow(generations.serving());
    generations.building().ifPresent(this::follow);
  }

  private void follow(GenerationRow row) {
    followers.computeIfAbsent(
        row.number(),
        number -> {
          Follower follower =
              new Follower(
                  journal.own(),
                  graph.pool(),
                  options(row),
                  metrics.measured(traces.traced(projector.on(row.generation()))));
          follower.start();
          return follower;
        });
  }

  /** Large groups, which form only where much waits. */
  private FollowerOptions options(GenerationRow row) {
    return new FollowerOptions(
        "lineage." + row.generation().schema(),
        row.generation().schema(),
        KINDS,
        GROUP_BATCHES,
        GROUP_BYTES,
        4 * GROUP_BATCHES,
        4 * GROUP_BYTES,
        Duration.ofMillis(10),
        Duration.ofSeconds(30),
        replica,
        LEASE);
  }

  private Uni<Void> look() {
    return generations
        .refresh()
        .invoke(() -> follow())
        .chain(this::swap)
        .chain(generations::dropRetired)
        .invoke(this::leave)
        .onFailure()
        .invoke(failure -> LOG.warnf("cannot look after the generations: %s", failure))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> swap() {
    Optional<GenerationRow> building = generations.building();
    if (building.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return journal
        .head()
        .chain(
            head ->
                isNear(building.get(), head)
                    ? generations.advance(building.get(), head)
                    : Uni.createFrom().voidItem());
  }

  /** Whether the rest is so little that the generation that answers may stand still for it. */
  private boolean isNear(GenerationRow building, Long[] head) {
    Position applied = followers.get(building.number()).position();
    return IntStream.range(0, head.length).allMatch(p -> head[p] - applied.at(p) < NEAR);
  }

  /** Leaves what neither answers nor is built, after those who wait for it have gone. */
  private void leave() {
    for (int number : followers.keySet()) {
      boolean needed =
          number == generations.serving().number()
              || generations.building().filter(row -> row.number() == number).isPresent();
      if (!needed && leaving.add(number)) {
        Uni.createFrom()
            .voidItem()
            .onItem()
            .delayIt()
            .by(AFTER_SWAP)
            .subscribe()
            .with(late -> followers.remove(number).close());
      }
    }
  }
}
