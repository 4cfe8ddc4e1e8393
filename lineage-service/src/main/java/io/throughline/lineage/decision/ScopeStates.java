package io.throughline.lineage.decision;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.store.Transaction;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The states of all scopes of a group in which a request is to be decided. */
final class ScopeStates {

  private record Key(String tenant, String scope) {}

  private final Map<Key, ScopeState> states = new HashMap<>();

  /** Reads the states, where the group holds requests. */
  static Uni<ScopeStates> load(Transaction transaction, List<Fact> facts) {
    ScopeStates states = new ScopeStates();
    List<Fact> requests = facts.stream().filter(f -> Requests.isRequest(f.event())).toList();
    if (requests.isEmpty()) {
      return Uni.createFrom().item(states);
    }
    requests.forEach(f -> states.states.put(new Key(f.tenant(), f.scope()), new ScopeState()));
    String[] tenants = column(requests, Fact::tenant);
    String[] scopes = column(requests, Fact::scope);
    String[] ids = column(requests, fact -> Requests.idOf(fact.event()));
    return Uni.join()
        .all(
            states.read(
                transaction,
                """
                SELECT DISTINCT n.tenant, n.scope FROM unnest($1::text[], $2::text[]) AS r(tenant, scope)
                JOIN graph.node AS n
                  ON n.tenant = r.tenant AND n.scope = r.scope AND n.name = r.scope
                WHERE n.declared""",
                Tuple.of(tenants, scopes),
                (state, row) -> state.declare()),
            states.read(
                transaction,
                """
                SELECT r.tenant, r.scope, max(v.number)
                FROM unnest($1::text[], $2::text[]) AS r(tenant, scope)
                JOIN graph.model_version AS v ON v.tenant = r.tenant AND v.scope = r.scope
                GROUP BY r.tenant, r.scope""",
                Tuple.of(tenants, scopes),
                (state, row) -> state.setLastVersion(row.getLong(2))),
            states.read(
                transaction,
                """
                SELECT DISTINCT a.tenant, a.scope, a.name, a.version, a.recorded_from, a.event_index
                FROM unnest($1::text[], $2::text[]) AS r(tenant, scope)
                JOIN graph.alias AS a ON a.tenant = r.tenant AND a.scope = r.scope
                WHERE a.recorded_to IS NULL""",
                Tuple.of(tenants, scopes),
                (state, row) ->
                    state.point(
                        row.getString(2),
                        new ScopeState.Target(
                            row.getLong(3),
                            GraphWriter.instance(row.getLong(4), row.getInteger(5))))),
            states.read(
                transaction,
                """
                SELECT DISTINCT o.tenant, o.scope, o.request_id
                FROM unnest($1::text[], $2::text[], $3::text[]) AS r(tenant, scope, request_id)
                JOIN graph.outcome AS o
                  ON o.tenant = r.tenant AND o.scope = r.scope AND o.request_id = r.request_id""",
                Tuple.of(tenants, scopes, ids),
                (state, row) -> state.isFirst(row.getString(2))))
        .andFailFast()
        .replaceWith(states);
  }

  /** The state of the fact's scope; null where the group decides nothing in it. */
  ScopeState of(Fact fact) {
    return states.get(new Key(fact.tenant(), fact.scope()));
  }

  private Uni<Void> read(
      Transaction transaction, String sql, Tuple values, BiConsumer<ScopeState, Row> take) {
    return transaction
        .list(sql, values, row -> row)
        .invoke(
            rows ->
                rows.forEach(
                    row ->
                        take.accept(states.get(new Key(row.getString(0), row.getString(1))), row)))
        .replaceWithVoid();
  }

  private static String[] column(List<Fact> facts, Function<Fact, String> value) {
    return facts.stream().map(value).toArray(String[]::new);
  }
}
