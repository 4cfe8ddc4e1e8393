package io.throughline.lineage.graph;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.graph.Traversal.Bounds;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.GraphService;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The door to the graph. */
@GrpcService
public class GraphDoor implements GraphService {
  private static final int DEFAULT_HOPS = 5;
  private static final int MAX_HOPS = 20;
  private static final int DEFAULT_NODES = 1_000;
  private static final int MAX_NODES = 10_000;

  private final Freshness freshness;
  private final Graph graph;
  private final Nodes nodes;

  GraphDoor(Freshness freshness, Graph graph, Nodes nodes) {
    this.freshness = freshness;
    this.graph = graph;
    this.nodes = nodes;
  }

  @Override
  public Uni<Subgraph> traverseGraph(TraverseGraphRequest request) {
    String tenant = Caller.current().oneTenant();
    TraversalDirection direction = request.getDirection();
    Bounds bounds =
        new Bounds(
            direction != TraversalDirection.TRAVERSAL_DIRECTION_DOWN,
            direction != TraversalDirection.TRAVERSAL_DIRECTION_UP,
            cap(request.getMaxHops(), DEFAULT_HOPS, MAX_HOPS),
            cap(request.getMaxNodes(), DEFAULT_NODES, MAX_NODES));
    GraphName start = GraphName.of(request.getStart(), "");
    return freshness
        .await(request.getPosition())
        .chain(() -> nodes.all(tenant, List.of(start.scope()), List.of(start.text())))
        .chain(
            found -> {
              if (found.isEmpty()) {
                throw Failure.notFound("node", start.text());
              }
              return new Traversal(graph, tenant, bounds).from(start);
            })
        .chain(walked -> describe(tenant, walked));
  }

  private Uni<Subgraph> describe(String tenant, Traversal walked) {
    List<GraphName> names = List.copyOf(walked.hops().keySet());
    return nodes
        .all(
            tenant,
            names.stream().map(GraphName::scope).toList(),
            names.stream().map(GraphName::text).toList())
        .map(
            found -> {
              Map<String, Nodes.Found> known = new HashMap<>();
              found.forEach(node -> known.put(node.name(), node));
              List<Node> described = new ArrayList<>();
              walked
                  .hops()
                  .forEach((name, hops) -> described.add(node(name, hops, known.get(name.text()))));
              return Subgraph.newBuilder()
                  .addAllNodes(described)
                  .addAllEdges(walked.edges())
                  .setTruncated(walked.isTruncated())
                  .build();
            });
  }

  private static Node node(GraphName name, int hops, Nodes.Found found) {
    Node.Builder node = Node.newBuilder().setName(name.text()).setKind(name.kind()).setHops(hops);
    if (found == null || !found.declared()) {
      return node.setPlaceholder(true).build();
    }
    return node.setKind(NodeKind.forNumber(found.kind()))
        .setDisplayName(found.displayName())
        .setCreateTime(Times.toMessage(found.createTime()))
        .build();
  }

  private static int cap(int asked, int usual, int most) {
    return asked == 0 ? usual : Math.min(asked, most);
  }
}
