package io.throughline.lineage.traversal;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.Attributes;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.graph.Nodes;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says of nodes that a walk has entered what is, or was, known of them. */
@ApplicationScoped
class Descriptions {
  /** What may get another name. */
  private static final Set<NodeKind> RENAMED =
      EnumSet.of(
          NodeKind.NODE_KIND_EXPERIMENT,
          NodeKind.NODE_KIND_REGISTERED_MODEL,
          NodeKind.NODE_KIND_ENVIRONMENT);

  private final Nodes nodes;
  private final Attributes attributes;

  Descriptions(Nodes nodes, Attributes attributes) {
    this.nodes = nodes;
    this.attributes = attributes;
  }

  /**
   * The name of a node that existed at a moment.
   *
   * @throws Failure (as a failure) NOT_FOUND where nobody had spoken of it
   */
  Uni<GraphName> existing(String tenant, String name, Moment moment) {
    GraphName start = GraphName.of(name, "");
    return nodes
        .find(tenant, start.scope(), name, moment)
        .map(
            found -> {
              if (found.isEmpty()) {
                throw Failure.notFound("node", name);
              }
              return start;
            });
  }

  /** The nodes, in their order, as they were at a moment. */
  Uni<List<Node>> of(String tenant, Collection<Seen> seen, Moment moment) {
    if (seen.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return Uni.combine()
        .all()
        .unis(
            nodes.all(
                tenant,
                seen.stream().map(node -> node.name().scope()).toList(),
                seen.stream().map(node -> node.name().text()).toList(),
                moment),
            renamed(tenant, seen, moment))
        .with(
            (found, names) -> {
              Map<String, Nodes.Found> known = new HashMap<>();
              found.forEach(node -> known.put(node.name(), node));
              return seen.stream()
                  .map(
                      node -> describe(node, known.get(node.name().text()), !moment.isNow(), names))
                  .toList();
            });
  }

  /** Of a past moment, the names that scopes had then: theirs may change. */
  private Uni<Map<String, Map<String, String>>> renamed(
      String tenant, Collection<Seen> seen, Moment moment) {
    List<String> scopes =
        seen.stream()
            .map(Seen::name)
            .filter(name -> RENAMED.contains(name.kind()))
            .map(GraphName::text)
            .toList();
    return moment.isNow() || scopes.isEmpty()
        ? Uni.createFrom().item(Map.of())
        : attributes.of(tenant, scopes, moment);
  }

  private static Node describe(
      Seen seen, Nodes.Found found, boolean past, Map<String, Map<String, String>> renamed) {
    Node.Builder node =
        Node.newBuilder()
            .setName(seen.name().text())
            .setKind(seen.name().kind())
            .setHops(seen.hops())
            .setCut(seen.cut());
    if (found == null || !found.declared()) {
      return node.setPlaceholder(true).build();
    }
    String displayName =
        past && RENAMED.contains(seen.name().kind())
            ? renamed.getOrDefault(found.name(), Map.of()).getOrDefault(Attributes.DISPLAY_NAME, "")
            : found.displayName();
    return node.setKind(NodeKind.forNumber(found.kind()))
        .setDisplayName(displayName)
        .setCreateTime(Times.toMessage(found.createTime()))
        .build();
  }
}
