package io.throughline.lineage.parameter;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.NodeKind;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs on the way to a run, with their distance: those that it is a step of (distance 1 each),
 * and those that wrote the data which these read (distance 2 each: the data stands between).
 */
@ApplicationScoped
public class Ancestry {
  private static final int MAX_HOPS = 40;
  private static final int MAX_NODES = 10_000;

  private final Graph graph;

  public Ancestry(Graph graph) {
    this.graph = graph;
  }

  /** The run itself at distance 0, then the others, breadth first; in a level by name. */
  public Uni<Map<String, Integer>> of(String tenant, String run, Moment moment) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    seen.put(run, 0);
    return climb(tenant, List.of(run), 1, seen, moment).map(done -> runsAmong(seen));
  }

  private Uni<Void> climb(
      String tenant,
      List<String> frontier,
      int distance,
      Map<String, Integer> seen,
      Moment moment) {
    if (frontier.isEmpty() || distance > MAX_HOPS || seen.size() > MAX_NODES) {
      return Uni.createFrom().voidItem();
    }
    String[] scopes = frontier.stream().map(GraphName::scopeOf).toArray(String[]::new);
    return graph
        .list(
            """
            SELECT DISTINCT e.source
            FROM unnest($2::text[], $3::text[]) AS f(scope, name)
            JOIN graph.edge AS e
              ON e.tenant = $1 AND e.scope = f.scope AND e.target = f.name
            WHERE e.kind IN ($4, $5, $6)
              AND (e.source LIKE '%%/runs/%%' OR e.source LIKE '%%/datasets/%%') AND %s AND %s
            ORDER BY e.source"""
                .formatted(Moment.begun("e.start_time", 7), Moment.known("e", 8)),
            moment.addTo(
                Tuple.of(
                    tenant,
                    scopes,
                    frontier.toArray(String[]::new),
                    EdgeKind.EDGE_KIND_CONTAINS.getNumber(),
                    EdgeKind.EDGE_KIND_USED_BY.getNumber(),
                    EdgeKind.EDGE_KIND_PRODUCED.getNumber())),
            row -> row.getString(0))
        .chain(
            sources -> {
              List<String> next = new ArrayList<>();
              for (String source : sources) {
                if (seen.putIfAbsent(source, distance) == null) {
                  next.add(source);
                }
              }
              return climb(tenant, next, distance + 1, seen, moment);
            });
  }

  private static Map<String, Integer> runsAmong(Map<String, Integer> seen) {
    Map<String, Integer> runs = new LinkedHashMap<>();
    seen.forEach(
        (name, distance) -> {
          if (GraphName.of(name, "").kind() == NodeKind.NODE_KIND_RUN) {
            runs.put(name, distance);
          }
        });
    return runs;
  }
}
