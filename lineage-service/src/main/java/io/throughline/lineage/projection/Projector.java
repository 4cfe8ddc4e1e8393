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

  @Inject
  public Projector(@All List<Part> parts, Decisions decisions) {
    for (Part part : parts) {
      for (Event.KindCase kind : part.kinds()) {
        if (this.parts.put(kind, part) != null) {
          throw new IllegalStateException("two features project " + kind);
        }
      }
    }
    this.decisions = decisions;
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
    List<Fact> facts = batches.stream().flatMap(batch -> Fact.of(batch).stream()).toList();
    return Uni.combine()
        .all()
        .unis(
            transaction.connection().query(SETTINGS).execute(),
            Declared.before(transaction, facts),
            decisions.prepare(transaction, facts))
        .asTuple()
        .chain(
            read -> {
              Writes writes = new Writes(read.getItem2(), memory);
              project(facts, writes, read.getItem3());
              return Uni.combine()
                  .all()
                  .unis(AppendTimes.keep(transaction, batches), writes.flush(transaction))
                  .discardItems();
            });
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
