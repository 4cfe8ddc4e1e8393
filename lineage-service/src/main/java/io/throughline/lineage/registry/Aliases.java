package io.throughline.lineage.registry;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Alias;
import io.throughline.server.name.ResourceName;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads aliases. */
@ApplicationScoped
public class Aliases {
  private static final String COLUMNS =
      """
      SELECT a.scope, a.name, a.version, a.evaluation, a.move_time, a.source_partition,
        a.recorded_from, v.model
      FROM graph.alias AS a LEFT JOIN graph.model_version AS v
        ON v.tenant = a.tenant AND v.scope = a.scope AND v.number = a.version
      """;

  private final Graph graph;

  public Aliases(Graph graph) {
    this.graph = graph;
  }

  /** What an alias points to, or NOT_FOUND. */
  public Uni<Alias> get(String tenant, ResourceName name) {
    return graph
        .first(
            COLUMNS
                + """
                WHERE a.tenant = $1 AND a.scope = $2 AND a.name = $3
                  AND a.recorded_to IS NULL""",
            Tuple.of(tenant, name.scope().toString(), name.toString()),
            Aliases::alias)
        .map(found -> found.orElseThrow(() -> Failure.notFound("alias", name.toString())));
  }

  /** The aliases of registered models, by name. */
  public Uni<List<Alias>> of(String tenant, List<String> registeredModels) {
    return graph.list(
        COLUMNS
            + """
            WHERE a.tenant = $1 AND a.scope = ANY ($2) AND a.recorded_to IS NULL
            ORDER BY a.name""",
        Tuple.of(tenant, registeredModels.toArray(String[]::new)),
        Aliases::alias);
  }

  private static Alias alias(Row row) {
    return Alias.newBuilder()
        .setName(row.getString("name"))
        .setModelVersion(VersionName.of(row.getString("scope"), row.getLong("version")))
        .setModel(row.getString("model"))
        .setMoveTime(Times.toMessage(row.getOffsetDateTime("move_time")))
        .setEvaluation(row.getString("evaluation"))
        .setPosition(
            Position.of(row.getInteger("source_partition"), row.getLong("recorded_from"))
                .toString())
        .build();
  }
}
