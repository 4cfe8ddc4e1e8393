package io.throughline.lineage.traversal;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathsTest {

  @Test
  void givesTheShortestFirstThenByName() {
    List<Edge> edges = edges("a-d", "a-b", "b-d", "a-c", "c-d", "c-b", "d-e");

    List<Path> paths = new Paths(edges, "d", 10).from("a", 5);

    assertThat(ways(paths)).containsExactly("a-d", "a-b-d", "a-c-d", "a-c-b-d");
  }

  @Test
  void neverComesToANodeTwice() {
    List<Edge> edges = edges("a-b", "b-c", "c-b", "c-d", "b-a");

    List<Path> paths = new Paths(edges, "d", 10).from("a", 20);

    assertThat(ways(paths)).containsExactly("a-b-c-d");
  }

  @Test
  void countsEdgesOfTwoKindsAsTwoWays() {
    List<Edge> edges = new ArrayList<>(edges("a-b"));
    edges.add(edges.get(0).toBuilder().setKind(EdgeKind.EDGE_KIND_DERIVED).build());

    List<Path> paths = new Paths(edges, "b", 10).from("a", 3);

    assertThat(paths).hasSize(2);
  }

  @Test
  void givesOneMoreThanAskedForWhereThereAreMore() {
    List<Edge> edges = edges("a-b", "a-c", "a-d", "b-z", "c-z", "d-z");

    List<Path> paths = new Paths(edges, "z", 2).from("a", 3);

    assertThat(paths).hasSize(3);
  }

  @Test
  void findsNoneLongerThanAllowed() {
    List<Path> paths = new Paths(edges("a-b", "b-c", "c-d"), "d", 10).from("a", 2);

    assertThat(paths).isEmpty();
  }

  @Test
  void givesUpOnAGraphWithPathsWithoutNumber() {
    List<Edge> edges = new ArrayList<>();
    for (int from = 0; from < 30; from++) {
      for (int to = 0; to < 30; to++) {
        if (from != to) {
          edges.addAll(edges("n" + from + "-n" + to));
        }
      }
    }
    edges.addAll(edges("n29-end"));

    Paths paths = new Paths(edges, "end", 1_000_000);
    paths.from("n0", 20);

    assertThat(paths.isExhausted()).isTrue();
  }

  private static List<Edge> edges(String... ends) {
    return List.of(ends).stream()
        .map(text -> text.split("-", -1))
        .map(
            two ->
                Edge.newBuilder()
                    .setSource(two[0])
                    .setTarget(two[1])
                    .setKind(EdgeKind.EDGE_KIND_PRODUCED)
                    .build())
        .toList();
  }

  private static List<String> ways(List<Path> paths) {
    return paths.stream()
        .map(
            path -> {
              StringBuilder way = new StringBuilder(path.getEdges(0).getSource());
              path.getEdgesList().forEach(edge -> way.append('-').append(edge.getTarget()));
              return way.toString();
            })
        .toList();
  }
}
