package io.throughline.lineage.traversal;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.deployment.Deployments;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.FindImpactRequest;
import io.throughline.lineage.v1.FindImpactResponse;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.lineage.v1.Subgraph;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what is live that came of a node: down along the makings, to deployments. */
@ApplicationScoped
class Impact {
  private static final int MOST_NODES = 10_000;

  private static final Set<EdgeKind> MAKINGS =
      EnumSet.of(
          EdgeKind.EDGE_KIND_CONTAINS,
          EdgeKind.EDGE_KIND_PRODUCED,
          EdgeKind.EDGE_KIND_USED_BY,
          EdgeKind.EDGE_KIND_DERIVED,
          EdgeKind.EDGE_KIND_REGISTERED_AS,
          EdgeKind.EDGE_KIND_DEPLOYED_AS);

  private static final Set<NodeKind> MADE =
      EnumSet.of(
          NodeKind.NODE_KIND_RUN,
          NodeKind.NODE_KIND_DATASET,
          NodeKind.NODE_KIND_MODEL,
          NodeKind.NODE_KIND_MODEL_VERSION,
          NodeKind.NODE_KIND_DEPLOYMENT);

  private final Graph graph;
  private final Descriptions descriptions;
  private final Deployments deployments;

  Impact(Graph graph, Descriptions descriptions, Deployments deployments) {
    this.graph = graph;
    this.descriptions = descriptions;
    this.deployments = deployments;
  }

  Uni<FindImpactResponse> find(String tenant, FindImpactRequest request, Moment moment) {
    Rules rules =
        Rules.along(
                true, MOST_NODES, Rules.cap(request.getMaxNodes(), MOST_NODES, MOST_NODES), MAKINGS)
            .into(MADE, NodeKind.NODE_KIND_DEPLOYMENT);
    OffsetDateTime liveAt = liveAt(request, moment);
    return descriptions
        .existing(tenant, request.getName(), moment)
        .map(start -> new Walk(graph, tenant, moment, rules, start))
        .chain(
            walk ->
                walk.parts()
                    .collect()
                    .asList()
                    .chain(
                        parts ->
                            deployments
                                .live(tenant, reached(walk), liveAt, moment)
                                .chain(live -> answer(tenant, walk, parts, live))));
  }

  private static OffsetDateTime liveAt(FindImpactRequest request, Moment moment) {
    if (request.hasLiveAt()) {
      return Times.of(request.getLiveAt());
    }
    return moment.at() == null ? OffsetDateTime.now(ZoneOffset.UTC) : moment.at();
  }

  private static List<GraphName> reached(Walk walk) {
    return walk.seen().stream()
        .map(Seen::name)
        .filter(name -> name.kind() == NodeKind.NODE_KIND_DEPLOYMENT)
        .toList();
  }

  private Uni<FindImpactResponse> answer(
      String tenant, Walk walk, List<Walk.Part> parts, List<Deployment> live) {
    List<Edge> edges = parts.stream().flatMap(part -> part.edges().stream()).toList();
    Set<String> leading =
        leading(edges, live.stream().map(Deployment::getName).collect(Collectors.toSet()));
    List<Seen> nodes =
        walk.seen().stream()
            .filter(node -> node.hops() == 0 || leading.contains(node.name().text()))
            .toList();
    return descriptions
        .of(tenant, nodes, walk.moment())
        .map(
            described ->
                FindImpactResponse.newBuilder()
                    .addAllDeployments(live)
                    .setWays(
                        Subgraph.newBuilder()
                            .addAllNodes(described)
                            .addAllEdges(
                                edges.stream()
                                    .filter(e -> leading.contains(e.getTarget()))
                                    .toList())
                            .setTruncated(walk.isTruncated()))
                    .build());
  }

  /** The nodes from which some of these can be reached, themselves among them. */
  private static Set<String> leading(List<Edge> edges, Set<String> ends) {
    Map<String, List<String>> sources = new HashMap<>();
    edges.forEach(
        edge ->
            sources
                .computeIfAbsent(edge.getTarget(), target -> new ArrayList<>())
                .add(edge.getSource()));
    Set<String> leading = new HashSet<>(ends);
    Deque<String> open = new ArrayDeque<>(ends);
    while (!open.isEmpty()) {
      for (String source : sources.getOrDefault(open.removeFirst(), List.of())) {
        if (leading.add(source)) {
          open.addLast(source);
        }
      }
    }
    return leading;
  }
}
