package io.throughline.lineage.traversal;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.FindPathsRequest;
import io.throughline.lineage.v1.FindPathsResponse;
import io.throughline.lineage.v1.Path;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the ways between two nodes: a walk down from the first and one up from the second, of which
 * the one with less before it goes on, until together they have gone as far as a path may be long.
 * Then every edge of every such path has been found from one end or the other.
 */
@ApplicationScoped
class PathSearch {
  private static final int USUAL_HOPS = 10;
  private static final int MOST_HOPS = 20;
  private static final int USUAL_PATHS = 10;
  private static final int MOST_PATHS = 100;
  private static final int MOST_NODES = 10_000;

  private final Graph graph;
  private final Descriptions descriptions;

  PathSearch(Graph graph, Descriptions descriptions) {
    this.graph = graph;
    this.descriptions = descriptions;
  }

  Uni<FindPathsResponse> find(String tenant, FindPathsRequest request, Moment moment) {
    int maxHops = Rules.cap(request.getMaxHops(), USUAL_HOPS, MOST_HOPS);
    int maxPaths = Rules.cap(request.getMaxPaths(), USUAL_PATHS, MOST_PATHS);
    Set<EdgeKind> follows = follows(request);
    return descriptions
        .existing(tenant, request.getSource(), moment)
        .chain(
            source ->
                descriptions
                    .existing(tenant, request.getTarget(), moment)
                    .map(target -> List.of(source, target)))
        .chain(
            ends -> {
              Rules onwards = Rules.along(true, maxHops, MOST_NODES, follows);
              Rules back = Rules.along(false, maxHops, MOST_NODES, follows);
              Walk down = new Walk(graph, tenant, moment, onwards, ends.get(0));
              Walk up = new Walk(graph, tenant, moment, back, ends.get(1));
              Set<Edge> edges = new LinkedHashSet<>();
              return meet(down, up, maxHops, edges)
                  .chain(() -> answer(tenant, request, edges, maxHops, maxPaths, down, up));
            });
  }

  private static Set<EdgeKind> follows(FindPathsRequest request) {
    if (request.getEdgeKindsCount() > 0) {
      return Set.copyOf(request.getEdgeKindsList());
    }
    return EnumSet.complementOf(
        EnumSet.of(
            EdgeKind.EDGE_KIND_UNSPECIFIED, EdgeKind.EDGE_KIND_CONTAINS, EdgeKind.UNRECOGNIZED));
  }

  /** A walk that has come to its end has found every edge that lies on a path. */
  private Uni<Void> meet(Walk down, Walk up, int levels, Set<Edge> edges) {
    if (levels == 0 || down.frontier() == 0 || up.frontier() == 0) {
      return Uni.createFrom().voidItem();
    }
    Walk nearer = down.frontier() <= up.frontier() ? down : up;
    return nearer
        .level()
        .invoke(parts -> parts.forEach(part -> edges.addAll(part.edges())))
        .chain(() -> meet(down, up, levels - 1, edges));
  }

  private Uni<FindPathsResponse> answer(
      String tenant,
      FindPathsRequest request,
      Set<Edge> edges,
      int maxHops,
      int maxPaths,
      Walk down,
      Walk up) {
    Paths enumeration = new Paths(edges, request.getTarget(), maxPaths);
    List<Path> all = enumeration.from(request.getSource(), maxHops);
    List<Path> paths = all.subList(0, Math.min(all.size(), maxPaths));
    boolean truncated =
        all.size() > maxPaths
            || enumeration.isExhausted()
            || down.isTruncated()
            || up.isTruncated();
    return descriptions
        .of(tenant, nodes(request.getSource(), paths), down.moment())
        .map(
            nodes ->
                FindPathsResponse.newBuilder()
                    .addAllPaths(paths)
                    .addAllNodes(nodes)
                    .setTruncated(truncated)
                    .build());
  }

  /** Each node of the paths with its shortest distance from the source on them. */
  private static List<Seen> nodes(String source, List<Path> paths) {
    Map<String, Seen> nodes = new LinkedHashMap<>();
    for (Path path : paths) {
      GraphName before = GraphName.of(source, "");
      nodes.putIfAbsent(source, new Seen(before, 0));
      int hops = 0;
      for (Edge edge : path.getEdgesList()) {
        hops++;
        GraphName name = GraphName.of(edge.getTarget(), before.scope());
        Seen known = nodes.get(edge.getTarget());
        if (known == null || known.hops() > hops) {
          nodes.put(edge.getTarget(), new Seen(name, hops));
        }
        before = name;
      }
    }
    return List.copyOf(nodes.values());
  }
}
