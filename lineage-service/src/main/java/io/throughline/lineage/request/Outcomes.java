package io.throughline.lineage.request;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.store.Graph;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reads what became of requests. */
@ApplicationScoped
class Outcomes {

  /**
   * An outcome.
   *
   * @param decision what was decided
   * @param position the position after the request
   */
  record Found(Decision decision, Position position) {}

  private final Graph graph;

  Outcomes(Graph graph) {
    this.graph = graph;
  }

  /** The outcome of a request, by its id in lower case. */
  Uni<Optional<Found>> find(String tenant, String scope, String requestId) {
    return graph.first(
        """
        SELECT granted, reason, message, source_partition, recorded_from FROM graph.outcome
        WHERE tenant = $1 AND scope = $2 AND request_id = $3""",
        Tuple.of(tenant, scope, requestId),
        row ->
            new Found(
                new Decision(row.getString(0), row.getString(1), row.getString(2)),
                Position.of(row.getInteger(3), row.getLong(4))));
  }
}
