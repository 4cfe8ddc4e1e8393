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
import java.util.function.BiConsumer;

/** Applies groups of batches to a generation of the graph. */
@ApplicationScoped
public class Projector {
  /** A commit that a crash loses is applied again: the cursor is lost with it. */
  private static final String COMMIT_WITHOUT_WAITING = "SET LOCAL synchronous_commit = off";

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
    return (connection, batches) -> apply(new Transaction(connection, generation), batches);
  }

  private Uni<Void> apply(Transaction transaction, List<FollowedBatch> batches) {
    List<Fact> facts = batches.stream().flatMap(batch -> Fact.of(batch).stream()).toList();
    return transaction
        .connection()
        .query(COMMIT_WITHOUT_WAITING)
        .execute()
        .chain(() -> Declared.before(transaction, facts))
        .chain(
            declared ->
                decisions
                    .prepare(transaction, facts)
                    .chain(decide -> write(facts, new Writes(declared), decide, transaction)));
  }

  private Uni<Void> write(
      List<Fact> facts, Writes writes, BiConsumer<Fact, Writes> decide, Transaction transaction) {
    for (Fact fact : facts) {
      decide.accept(fact, writes);
      Part part = parts.get(fact.event().getKindCase());
      if (part != null) {
        part.project(fact, writes);
      }
    }
    return writes.flush(transaction);
  }
}
