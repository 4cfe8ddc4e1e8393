package io.throughline.lineage.graph;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.NodeKind;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One walk over the graph, level by level, breadth first: the edges of a whole level come in one
 * query, and what was seen is not walked again. A last look beyond the last level finds the edges
 * within it, and whether something was cut off.
 */
final class Traversal {

  /**
   * What bounds a walk.
   *
   * @param up towards what a node came from
   * @param down towards what came of it
   * @param maxHops how far from the start
   * @param maxNodes how many nodes
   */
  record Bounds(boolean up, boolean down, int maxHops, int maxNodes) {}

  /** How many edges of one level are looked at: what has more is cut off. */
  private static final int EDGES_PER_NODE = 20;

  private static final String EDGES =
      """
      SELECT DISTINCT ON (source, kind, target, instance)
        source, kind, target, instance, start_time, end_time
      FROM (
        (SELECT e.* FROM unnest($2::text[], $3::text[]) AS f(scope, name)
        JOIN graph.edge AS e ON e.tenant = $1 AND e.scope = f.scope AND e.source = f.name
        WHERE $4 LIMIT $6)
        UNION ALL
        (SELECT e.* FROM unnest($2::text[], $3::text[]) AS f(scope, name)
        JOIN graph.edge AS e ON e.tenant = $1 AND e.scope = f.scope AND e.target = f.name
        WHERE $5 LIMIT $6)) AS found
      ORDER BY source, kind, target, instance""";

  private final Graph graph;
  private final String tenant;
  private final Bounds bounds;
  private final Map<GraphName, Integer> hops = new LinkedHashMap<>();
  private final Map<String, GraphName> names = new LinkedHashMap<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private boolean truncated;

  Traversal(Graph graph, String tenant, Bounds bounds) {
    this.graph = graph;
    this.tenant = tenant;
    this.bounds = bounds;
  }

  /** Walks from a node. */
  Uni<Traversal> from(GraphName start) {
    see(start, 0);
    return level(List.of(start), 1).replaceWith(this);
  }

  /** The nodes that were seen, the start first, with their distances. */
  Map<GraphName, Integer> hops() {
    return hops;
  }

  /** The edges between nodes that were seen. */
  List<Edge> edges() {
    return edges.stream()
        .filter(e -> names.containsKey(e.getSource()) && names.containsKey(e.getTarget()))
        .toList();
  }

  boolean isTruncated() {
    return truncated;
  }

  private Uni<Void> level(List<GraphName> frontier, int distance) {
    if (frontier.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    int limit = EDGES_PER_NODE * bounds.maxNodes;
    String[] scopes = frontier.stream().map(GraphName::scope).toArray(String[]::new);
    String[] frontierNames = frontier.stream().map(GraphName::text).toArray(String[]::new);
    return graph
        .list(
            EDGES,
            Tuple.of(tenant, scopes, frontierNames, bounds.down, bounds.up, limit),
            Traversal::edge)
        .chain(
            found -> {
              truncated |= found.size() >= limit;
              edges.addAll(found);
              List<GraphName> next = reached(found, distance);
              return distance > bounds.maxHops
                  ? Uni.createFrom().voidItem()
                  : level(next, distance + 1);
            });
  }

  private List<GraphName> reached(List<Edge> found, int distance) {
    List<GraphName> next = new ArrayList<>();
    for (Edge edge : found) {
      for (String end : List.of(edge.getSource(), edge.getTarget())) {
        if (names.containsKey(end)) {
          continue;
        }
        if (distance > bounds.maxHops || hops.size() >= bounds.maxNodes) {
          truncated = true;
          continue;
        }
        GraphName name = resolve(end, edge);
        see(name, distance);
        next.add(name);
      }
    }
    return next;
  }

  /** A name of no known collection lives in the scope of the node at the edge's other end. */
  private GraphName resolve(String end, Edge edge) {
    String other = end.equals(edge.getSource()) ? edge.getTarget() : edge.getSource();
    GraphName known = names.get(other);
    GraphName name = GraphName.of(end, known == null ? "" : known.scope());
    return name.kind() == NodeKind.NODE_KIND_UNSPECIFIED && known == null
        ? GraphName.of(end, GraphName.of(other, "").scope())
        : name;
  }

  private void see(GraphName name, int distance) {
    hops.put(name, distance);
    names.put(name.text(), name);
  }

  private static Edge edge(Row row) {
    Edge.Builder edge =
        Edge.newBuilder()
            .setSource(row.getString("source"))
            .setTarget(row.getString("target"))
            .setKind(EdgeKind.forNumber(row.getInteger("kind")))
            .setStartTime(Times.toMessage(row.getOffsetDateTime("start_time")));
    if (row.getOffsetDateTime("end_time") != null) {
      edge.setEndTime(Times.toMessage(row.getOffsetDateTime("end_time")));
    }
    return edge.build();
  }
}
