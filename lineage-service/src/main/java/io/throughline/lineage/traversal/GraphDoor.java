package io.throughline.lineage.traversal;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.asof.Moments;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.FindImpactRequest;
import io.throughline.lineage.v1.FindImpactResponse;
import io.throughline.lineage.v1.FindPathsRequest;
import io.throughline.lineage.v1.FindPathsResponse;
import io.throughline.lineage.v1.GraphService;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.StreamGraphRequest;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.server.access.Caller;
import java.util.ArrayList;
import java.util.List;

/** The door to the graph. */
@GrpcService
public class GraphDoor implements GraphService {
  private static final int MOST_NODES = 10_000;
  private static final int MOST_STREAMED_NODES = 200_000;

  /** So that a part stays well below what a client takes as one message. */
  private static final int PART = 5_000;

  /** How many parts are found while the one before them is described. */
  private static final int WALKED_AHEAD = 1;

  private final Moments moments;
  private final Graph graph;
  private final Descriptions descriptions;
  private final PathSearch paths;
  private final Impact impact;

  GraphDoor(
      Moments moments, Graph graph, Descriptions descriptions, PathSearch paths, Impact impact) {
    this.moments = moments;
    this.graph = graph;
    this.descriptions = descriptions;
    this.paths = paths;
    this.impact = impact;
  }

  @Override
  public Uni<Subgraph> traverseGraph(TraverseGraphRequest request) {
    String tenant = Caller.current().oneTenant();
    return begin(tenant, request, MOST_NODES)
        .chain(
            walk ->
                walk.parts()
                    .collect()
                    .asList()
                    .chain(
                        parts ->
                            descriptions
                                .of(tenant, walk.seen(), walk.moment())
                                .map(nodes -> whole(nodes, parts, walk.isTruncated()))));
  }

  @Override
  public Multi<Subgraph> streamGraph(StreamGraphRequest request) {
    String tenant = Caller.current().oneTenant();
    return begin(tenant, request.getTraversal(), MOST_STREAMED_NODES)
        .onItem()
        .transformToMulti(walk -> stream(tenant, walk));
  }

  @Override
  public Uni<FindPathsResponse> findPaths(FindPathsRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> paths.find(tenant, request, moment));
  }

  @Override
  public Uni<FindImpactResponse> findImpact(FindImpactRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> impact.find(tenant, request, moment));
  }

  private Uni<Walk> begin(String tenant, TraverseGraphRequest request, int mostNodes) {
    Rules rules = Rules.of(request, mostNodes);
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(
            moment -> {
              GraphName start = GraphName.of(request.getStart(), "");
              return Uni.combine()
                  .all()
                  .unis(
                      new Walk(graph, tenant, moment, rules, start).readAhead(),
                      descriptions.existing(tenant, start.text(), moment))
                  .with((walk, existing) -> walk);
            });
  }

  private Multi<Subgraph> stream(String tenant, Walk walk) {
    Multi<Subgraph> start = nodes(tenant, walk.moment(), List.copyOf(walk.seen()));
    Multi<Subgraph> found =
        walk.parts()
            .emitOn(Runnable::run, WALKED_AHEAD)
            .onItem()
            .transformToMultiAndConcatenate(
                part ->
                    Multi.createBy()
                        .concatenating()
                        .streams(nodes(tenant, walk.moment(), part.nodes()), edges(part.edges())));
    Multi<Subgraph> end =
        Multi.createFrom()
            .deferred(
                () -> {
                  Multi<Subgraph> cut =
                      nodes(tenant, walk.moment(), walk.seen().stream().filter(Seen::cut).toList());
                  Subgraph last = Subgraph.newBuilder().setTruncated(walk.isTruncated()).build();
                  return Multi.createBy()
                      .concatenating()
                      .streams(cut, Multi.createFrom().item(last));
                });
    return Multi.createBy().concatenating().streams(start, found, end);
  }

  private Multi<Subgraph> nodes(String tenant, Moment moment, List<Seen> seen) {
    return Multi.createFrom()
        .iterable(slices(seen))
        .onItem()
        .transformToUniAndConcatenate(slice -> descriptions.of(tenant, slice, moment))
        .map(nodes -> Subgraph.newBuilder().addAllNodes(nodes).build());
  }

  private static Multi<Subgraph> edges(List<Edge> edges) {
    return Multi.createFrom()
        .iterable(slices(edges))
        .map(slice -> Subgraph.newBuilder().addAllEdges(slice).build());
  }

  private static <T> List<List<T>> slices(List<T> all) {
    List<List<T>> slices = new ArrayList<>();
    for (int i = 0; i < all.size(); i += PART) {
      slices.add(all.subList(i, Math.min(i + PART, all.size())));
    }
    return slices;
  }

  private static Subgraph whole(List<Node> nodes, List<Walk.Part> parts, boolean truncated) {
    Subgraph.Builder whole = Subgraph.newBuilder().addAllNodes(nodes).setTruncated(truncated);
    parts.stream()
        .flatMap(part -> part.edges().stream())
        .sorted(Link.ORDER)
        .forEach(whole::addEdges);
    return whole.build();
  }
}
