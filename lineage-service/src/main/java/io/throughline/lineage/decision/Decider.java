package io.throughline.lineage.decision;

import static io.throughline.lineage.store.Column.bigint;
import static io.throughline.lineage.store.Column.integer;
import static io.throughline.lineage.store.Column.text;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Event;
import io.throughline.lineage.projection.Decisions;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.request.Decision;
import io.throughline.lineage.store.SetTable;
import io.throughline.lineage.store.Table;
import io.throughline.lineage.store.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.BiConsumer;

/** Decides the requests of a group, one after the other, and keeps their outcomes. */
@ApplicationScoped
public class Decider implements Decisions {
  private static final Table OUTCOME =
      SetTable.of(
          "outcome",
          List.of(text("tenant"), text("scope"), text("request_id")),
          List.of(
              text("granted"),
              text("reason"),
              text("message"),
              integer("source_partition"),
              bigint("recorded_from")));

  @Override
  public Uni<BiConsumer<Fact, Writes>> prepare(Transaction transaction, List<Fact> facts) {
    return ScopeStates.load(transaction, facts)
        .map(states -> (fact, writes) -> decide(fact, states.of(fact), writes));
  }

  private static void decide(Fact fact, ScopeState state, Writes writes) {
    if (state == null) {
      return;
    }
    Event event = fact.event();
    String id = Requests.idOf(event);
    if (id.isEmpty()) {
      if (declaresItsScope(event)) {
        state.declare();
      }
      return;
    }
    if (!state.isFirst(id)) {
      return;
    }
    Decision decision =
        event.hasCreationRequested()
            ? CreationRule.decide(fact, state, writes)
            : RegistryRule.decide(fact, id, state, writes);
    writes.add(
        OUTCOME,
        fact.tenant(),
        fact.scope(),
        id,
        decision.granted(),
        decision.reason(),
        decision.message(),
        fact.partition(),
        fact.position());
  }

  private static boolean declaresItsScope(Event event) {
    return event.hasExperimentDeclared()
        || event.hasRegisteredModelDeclared()
        || event.hasEnvironmentDeclared();
  }
}
