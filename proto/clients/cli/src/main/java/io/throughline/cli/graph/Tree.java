package io.throughline.cli.graph;

import io.throughline.cli.output.Show;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.Subgraph;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A part of the graph as a tree. What has been shown is only mentioned when it comes again. */
final class Tree {
  private final Map<String, List<Edge>> branches;
  private final Map<String, Node> nodes;
  private final boolean up;
  private final Set<String> shown = new HashSet<>();
  private final StringBuilder text = new StringBuilder();

  Tree(Subgraph graph, boolean up) {
    this.up = up;
    this.nodes =
        graph.getNodesList().stream()
            .collect(Collectors.toMap(Node::getName, Function.identity(), (a, b) -> a));
    this.branches =
        graph.getEdgesList().stream()
            .sorted(Comparator.comparing(Edge::getKind).thenComparing(this::far))
            .collect(Collectors.groupingBy(this::near));
  }

  /** The tree below a node. */
  String text(String start) {
    shown.add(start);
    grow(start, "");
    return text.isEmpty() ? "└─ nothing%n".formatted() : text.toString();
  }

  private void grow(String name, String indent) {
    List<Edge> edges = branches.getOrDefault(name, List.of());
    for (int i = 0; i < edges.size(); i++) {
      Edge edge = edges.get(i);
      boolean last = i == edges.size() - 1;
      boolean again = !shown.add(far(edge));
      text.append(indent)
          .append(last ? "└─ " : "├─ ")
          .append(label(edge))
          .append(again ? " (see above)" : "")
          .append(System.lineSeparator());
      if (!again) {
        grow(far(edge), indent + (last ? "   " : "│  "));
      }
    }
  }

  private String label(Edge edge) {
    Node node = nodes.get(far(edge));
    String word = Show.word(edge.getKind(), "EDGE_KIND_").replace('_', ' ');
    String title =
        node == null || node.getDisplayName().isEmpty() ? "" : " “" + node.getDisplayName() + "”";
    boolean mentioned = node != null && node.getPlaceholder();
    boolean cut = node != null && node.getCut();
    return "%s %s%s%s%s"
        .formatted(
            up ? "← " + word : word + " →",
            far(edge),
            title,
            mentioned ? " (only mentioned)" : "",
            cut ? " (cut here)" : "");
  }

  private String near(Edge edge) {
    return up ? edge.getTarget() : edge.getSource();
  }

  private String far(Edge edge) {
    return up ? edge.getSource() : edge.getTarget();
  }
}
