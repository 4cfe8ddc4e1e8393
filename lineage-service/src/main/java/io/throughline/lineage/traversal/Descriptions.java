package io.throughline.lineage.traversal;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.graph.Nodes;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says of nodes that a walk has entered what is known of them. */
@ApplicationScoped
class Descriptions {
  private final Nodes nodes;

  Descriptions(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * The name of a node that exists.
   *
   * @throws Failure (as a failure) NOT_FOUND where nobody has spoken of it
   */
  Uni<GraphName> existing(String tenant, String name) {
    GraphName start = GraphName.of(name, "");
    return nodes
        .all(tenant, List.of(start.scope()), List.of(name))
        .map(
            found -> {
              if (found.isEmpty()) {
                throw Failure.notFound("node", name);
              }
              return start;
            });
  }

  /** The nodes, in their order. */
  Uni<List<Node>> of(String tenant, Collection<Seen> seen) {
    if (seen.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return nodes
        .all(
            tenant,
            seen.stream().map(node -> node.name().scope()).toList(),
            seen.stream().map(node -> node.name().text()).toList())
        .map(
            found -> {
              Map<String, Nodes.Found> known = new HashMap<>();
              found.forEach(node -> known.put(node.name(), node));
              return seen.stream()
                  .map(node -> describe(node, known.get(node.name().text())))
                  .toList();
            });
  }

  private static Node describe(Seen seen, Nodes.Found found) {
    Node.Builder node =
        Node.newBuilder()
            .setName(seen.name().text())
            .setKind(seen.name().kind())
            .setHops(seen.hops())
            .setCut(seen.cut());
    if (found == null || !found.declared()) {
      return node.setPlaceholder(true).build();
    }
    return node.setKind(NodeKind.forNumber(found.kind()))
        .setDisplayName(found.displayName())
        .setCreateTime(Times.toMessage(found.createTime()))
        .build();
  }
}
