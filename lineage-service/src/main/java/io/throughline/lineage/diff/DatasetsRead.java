package io.throughline.lineage.diff;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.DatasetDeclared;
import io.throughline.lineage.graph.DeclarationReader;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.NodeKind;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads which datasets runs have read, and in which version. */
@ApplicationScoped
class DatasetsRead {
  private static final int MOST = 1_000;

  private final Graph graph;
  private final DeclarationReader declarations;

  DatasetsRead(Graph graph, DeclarationReader declarations) {
    this.graph = graph;
    this.declarations = declarations;
  }

  /** The datasets by name, each with its version, or its digest, or nothing of both. */
  Uni<Map<String, String>> by(String tenant, Collection<String> runs) {
    return graph
        .list(
            """
            SELECT DISTINCT e.source
            FROM unnest($2::text[], $3::text[]) AS r(scope, name)
            JOIN graph.edge AS e ON e.tenant = $1 AND e.scope = r.scope AND e.target = r.name
            WHERE e.kind = $4 ORDER BY e.source LIMIT $5""",
            Tuple.of(
                tenant,
                runs.stream().map(GraphName::scopeOf).toArray(String[]::new),
                runs.toArray(String[]::new),
                EdgeKind.EDGE_KIND_USED_BY_VALUE,
                MOST),
            row -> row.getString(0))
        .map(
            names ->
                names.stream()
                    .filter(n -> GraphName.of(n, "").kind() == NodeKind.NODE_KIND_DATASET)
                    .toList())
        .chain(names -> versions(tenant, names));
  }

  private Uni<Map<String, String>> versions(String tenant, List<String> names) {
    return declarations
        .<DatasetDeclared>all(tenant, names, DatasetDeclared::newBuilder)
        .map(
            found -> {
              Map<String, String> versions = new TreeMap<>();
              names.forEach(name -> versions.put(name, ""));
              found.forEach(
                  said ->
                      versions.put(
                          said.name(),
                          said.detail().getVersion().isEmpty()
                              ? said.detail().getDigest()
                              : said.detail().getVersion()));
              return versions;
            });
  }
}
