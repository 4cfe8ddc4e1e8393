package io.throughline.lineage.projection;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Event;
import io.throughline.ingest.follower.Effect;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.lineage.store.Generation;
import io.throughline.lineage.store.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Applies groups of batches to a generation of the graph. */
@ApplicationScoped
public class Projector {
  /**
   * A commit that a crash loses is applied again: the cursor is lost with it. And rows are always
   * found by their keys, whatever the statistics of a young table say.
   */
  private static final String SETTINGS =
      """
      SET LOCAL synchronous_commit = off; SET LOCAL enable_seqscan = off;
      SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off""";

  private final Map<Event.KindCase, Part> parts = new EnumMap<>(Event.KindCase.class);
  private final Decisions decisions;
  private final Purging purging;

  @Inject
  public Projector(@All List<Part> parts, Decisions decisions, Purging purging) {
    for (Part part : parts) {
      for (Event.KindCase kind : part.kinds()) {
        if (this.parts.put(kind, part) != null) {
          throw new IllegalStateException("two features project " + kind);
        }
      }
    }
    this.decisions = decisions;
    this.purging = purging;
  }

  /** The effect of batches on a generation. */
  public Effect on(Generation generation) {
    Map<Integer, Memory> memories = new ConcurrentHashMap<>();
    return (connection, batches) ->
        apply(
            new Transaction(connection, generation),
            batches,
            memories.computeIfAbsent(batches.get(0).partition(), partition -> new Memory()));
  }

  private Uni<Void> apply(Transaction transaction, List<FollowedBatch> batches, Memory memory) {
    memory.begin(batches.get(0).position(), batches.get(batches.size() - 1).position());
    List<List<Fact>> stretches = stretches(batches);
    Uni<Void> applied =
        stretches.stream().anyMatch(Projector::beginsWithPurge)
            ? purging.begin(transaction)
            : Uni.createFrom().voidItem();
    for (List<Fact> stretch : stretches) {
      applied = applied.chain(() -> apply(stretch, transaction, memory));
    }
    return Uni.combine()
        .all()
        .unis(
            transaction.connection().query(SETTINGS).execute(),
            AppendTimes.keep(transaction, batches),
            applied)
        .discardItems();
  }

  private Uni<Void> apply(List<Fact> facts, Transaction transaction, Memory memory) {
    Uni<Void> purged = Uni.createFrom().voidItem();
    if (beginsWithPurge(facts)) {
      memory.forget();
      long position = facts.get(0).position();
      for (Fact fact : facts) {
        if (fact.position() == position && fact.event().hasExperimentPurged()) {
          purged = purged.chain(() -> purging.purge(fact, transaction));
        }
      }
    }
    return purged.chain(() -> write(facts, transaction, memory));
  }

  private Uni<Void> write(List<Fact> facts, Transaction transaction, Memory memory) {
    return Uni.combine()
        .all()
        .unis(Declared.before(transaction, facts), decisions.prepare(transaction, facts))
        .asTuple()
        .chain(
            read -> {
              Writes writes = new Writes(read.getItem1(), memory);
              project(facts, writes, read.getItem2());
              return writes.flush(transaction);
            });
  }

  /**
   * The facts of a group, cut where a batch tells of a purge: what was said before must be in the
   * tables by then, and what is said from there on must not meet it any more.
   */
  private static List<List<Fact>> stretches(List<FollowedBatch> batches) {
    List<List<Fact>> stretches = new ArrayList<>(List.of(new ArrayList<>()));
    for (FollowedBatch batch : batches) {
      if (tellsOfPurge(batch)) {
        stretches.add(new ArrayList<>());
      }
      stretches.get(stretches.size() - 1).addAll(Fact.of(batch));
    }
    return stretches;
  }

  private static boolean tellsOfPurge(FollowedBatch batch) {
    return batch.batch().getEventsList().stream().anyMatch(Event::hasExperimentPurged);
  }

  private static boolean beginsWithPurge(List<Fact> facts) {
    return facts.stream()
        .takeWhile(fact -> fact.position() == facts.get(0).position())
        .anyMatch(fact -> fact.event().hasExperimentPurged());
  }

  private void project(List<Fact> facts, Writes writes, BiConsumer<Fact, Writes> decide) {
    for (Fact fact : facts) {
      decide.accept(fact, writes);
      Part part = parts.get(fact.event().getKindCase());
      if (part != null) {
        part.project(fact, writes);
      }
    }
  }
}
