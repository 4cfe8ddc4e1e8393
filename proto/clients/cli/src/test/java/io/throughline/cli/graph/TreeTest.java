package io.throughline.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.Subgraph;
import org.junit.jupiter.api.Test;

class TreeTest {
  private static final Subgraph GRAPH =
      Subgraph.newBuilder()
          .addNodes(Node.newBuilder().setName("data").setDisplayName("Sales"))
          .addNodes(Node.newBuilder().setName("train").setPlaceholder(true))
          .addEdges(edge("data", "train", EdgeKind.EDGE_KIND_USED_BY))
          .addEdges(edge("train", "model", EdgeKind.EDGE_KIND_PRODUCED))
          .addEdges(edge("data", "split", EdgeKind.EDGE_KIND_USED_BY))
          .addEdges(edge("split", "model", EdgeKind.EDGE_KIND_PRODUCED))
          .build();

  @Test
  void showsWhatSomethingCameFrom() {
    assertThat(new Tree(GRAPH, true).text("model").lines())
        .containsExactly(
            "├─ ← produced split",
            "│  └─ ← used by data “Sales”",
            "└─ ← produced train (only mentioned)",
            "   └─ ← used by data “Sales” (see above)");
  }

  @Test
  void showsWhatCameOfSomething() {
    assertThat(new Tree(GRAPH, false).text("train").lines()).containsExactly("└─ produced → model");
    assertThat(new Tree(GRAPH, false).text("model").strip()).isEqualTo("└─ nothing");
  }

  @Test
  void endsInACircle() {
    Subgraph circle =
        Subgraph.newBuilder()
            .addEdges(edge("a", "b", EdgeKind.EDGE_KIND_DERIVED))
            .addEdges(edge("b", "a", EdgeKind.EDGE_KIND_DERIVED))
            .build();

    assertThat(new Tree(circle, false).text("a").lines()).hasSize(2);
  }

  private static Edge edge(String source, String target, EdgeKind kind) {
    return Edge.newBuilder().setSource(source).setTarget(target).setKind(kind).build();
  }
}
