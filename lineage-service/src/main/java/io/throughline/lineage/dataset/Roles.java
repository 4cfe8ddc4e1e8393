package io.throughline.lineage.dataset;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.DatasetRole;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads in which roles runs have used datasets. */
@ApplicationScoped
public class Roles {
  private record Use(String dataset, DatasetRole role) {}

  private final Graph graph;

  public Roles(Graph graph) {
    this.graph = graph;
  }

  /** For each dataset that was used in a role: its roles, each once, in their order. */
  public Uni<Map<String, List<DatasetRole>>> of(String tenant, List<String> datasets) {
    String[] scopes = datasets.stream().map(GraphName::scopeOf).toArray(String[]::new);
    return graph
        .list(
            """
            SELECT DISTINCT u.dataset, u.role
            FROM unnest($2::text[], $3::text[]) AS r(scope, dataset)
            JOIN graph.dataset_use AS u
              ON u.tenant = $1 AND u.scope = r.scope AND u.dataset = r.dataset
            WHERE u.role > 0 ORDER BY u.dataset, u.role""",
            Tuple.of(tenant, scopes, datasets.toArray(String[]::new)),
            row -> new Use(row.getString(0), DatasetRole.forNumber(row.getInteger(1))))
        .map(
            uses ->
                uses.stream()
                    .collect(
                        Collectors.groupingBy(
                            Use::dataset, Collectors.mapping(Use::role, Collectors.toList()))));
  }
}
