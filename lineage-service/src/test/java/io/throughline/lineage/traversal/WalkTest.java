package io.throughline.lineage.traversal;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.dataset;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.read;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.wrote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.Event;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.GraphServiceGrpc;
import io.throughline.lineage.v1.GraphServiceGrpc.GraphServiceBlockingStub;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.lineage.v1.StreamGraphRequest;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** raw → clean → {train-a → a, train-b → b}; b is used by stack, which produces c. */
@LineageTest
class WalkTest {
  private static final String SCOPE = "experiments/walk";
  private static final String RAW = SCOPE + "/datasets/raw";
  private static final String CLEAN = SCOPE + "/runs/clean";
  private static final String DATA = SCOPE + "/datasets/clean";
  private static final String TRAIN_A = SCOPE + "/runs/train-a";
  private static final String TRAIN_B = SCOPE + "/runs/train-b";
  private static final String A = SCOPE + "/models/a";
  private static final String B = SCOPE + "/models/b";

  @Inject Mesh mesh;
  private String position;

  @BeforeEach
  void tell() {
    position =
        mesh.emit(
            SCOPE,
            at(100, dataset(RAW)),
            at(100, started(CLEAN, "", "clean")),
            at(100, read(CLEAN, RAW, DatasetRole.DATASET_ROLE_TRAINING)),
            at(100, wrote(CLEAN, DATA)),
            at(200, started(TRAIN_A, "", "train")),
            at(200, read(TRAIN_A, DATA, DatasetRole.DATASET_ROLE_TRAINING)),
            at(200, produced(A, TRAIN_A)),
            at(300, started(TRAIN_B, "", "train")),
            at(300, read(TRAIN_B, DATA, DatasetRole.DATASET_ROLE_TRAINING)),
            at(300, produced(B, TRAIN_B)));
  }

  @Test
  void followsOnlyEdgesOfTheKindsThatWereAskedFor() {
    Subgraph found =
        traverse(
            down(CLEAN)
                .addEdgeKinds(EdgeKind.EDGE_KIND_PRODUCED)
                .addEdgeKinds(EdgeKind.EDGE_KIND_USED_BY));
    Subgraph nothing = traverse(down(CLEAN).addEdgeKinds(EdgeKind.EDGE_KIND_DEPLOYED_AS));

    assertThat(names(found)).containsExactly(CLEAN, DATA, TRAIN_A, TRAIN_B, A, B);
    assertThat(names(nothing)).containsExactly(CLEAN);
    assertThat(nothing.getTruncated()).isFalse();
  }

  @Test
  void entersOnlyNodesOfTheKindsThatWereAskedForAndDoesNotCallThatACut() {
    Subgraph found = traverse(down(CLEAN).addNodeKinds(NodeKind.NODE_KIND_DATASET));

    assertThat(names(found)).containsExactly(CLEAN, DATA);
    assertThat(found.getTruncated()).isFalse();
    assertThat(found.getNodesList()).noneMatch(Node::getCut);
  }

  @Test
  void answersButDoesNotPassWhereItStops() {
    Subgraph byKind = traverse(down(RAW).addStopKinds(NodeKind.NODE_KIND_DATASET));
    Subgraph byName = traverse(down(RAW).addStopNames(TRAIN_A));

    assertThat(names(byKind)).containsExactly(RAW, CLEAN, DATA);
    assertThat(byKind.getTruncated()).isFalse();
    assertThat(names(byName)).containsExactly(RAW, CLEAN, DATA, TRAIN_A, TRAIN_B, B);
  }

  @Test
  void marksTheNodesWhereItWasCut() {
    Subgraph byHops = traverse(down(RAW).setMaxHops(3));
    Subgraph byNodes = traverse(down(RAW).setMaxNodes(4));

    assertThat(cut(byHops)).containsExactly(TRAIN_A, TRAIN_B);
    assertThat(byHops.getTruncated()).isTrue();
    assertThat(names(byNodes)).containsExactly(RAW, CLEAN, DATA, TRAIN_A);
    assertThat(cut(byNodes)).containsExactly(DATA, TRAIN_A);
  }

  @Test
  void followsOnlyWhatHeldAtATime() {
    Subgraph early = traverse(down(RAW).setHoldingAt(at(250)));

    assertThat(names(early)).containsExactly(RAW, CLEAN, DATA, TRAIN_A, A);
    assertThat(early.getTruncated()).isFalse();
  }

  @Test
  void leavesEdgesOutWhereOnlyNodesAreAskedFor() {
    Subgraph found = traverse(down(RAW).setNodesOnly(true));

    assertThat(names(found)).containsExactly(RAW, CLEAN, DATA, TRAIN_A, TRAIN_B, A, B);
    assertThat(found.getEdgesList()).isEmpty();
  }

  @Test
  void findsTheEdgeBackToWhereItHasBeen() {
    String scope = "experiments/walk-circle";
    String run = scope + "/runs/r";
    String data = scope + "/datasets/d";
    position =
        mesh.emit(scope, wrote(run, data), read(run, data, DatasetRole.DATASET_ROLE_TRAINING));

    Subgraph found = traverse(down(run));

    assertThat(found.getEdgesList())
        .extracting(Edge::getKind)
        .containsExactly(EdgeKind.EDGE_KIND_USED_BY, EdgeKind.EDGE_KIND_PRODUCED);
  }

  @Test
  void streamsTheSameInParts() {
    TraverseGraphRequest request = down(RAW).setMaxHops(3).build();
    Subgraph whole = stub().traverseGraph(request);

    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    List<Boolean> truncated = new ArrayList<>();
    stub()
        .streamGraph(StreamGraphRequest.newBuilder().setTraversal(request).build())
        .forEachRemaining(
            part -> {
              nodes.addAll(part.getNodesList());
              edges.addAll(part.getEdgesList());
              truncated.add(part.getTruncated());
            });

    assertThat(nodes)
        .extracting(Node::getName)
        .containsExactly(RAW, CLEAN, DATA, TRAIN_A, TRAIN_B, TRAIN_A, TRAIN_B);
    assertThat(nodes.subList(5, 7)).allMatch(Node::getCut);
    assertThat(edges).containsExactlyInAnyOrderElementsOf(whole.getEdgesList());
    assertThat(truncated).last().isEqualTo(true);
  }

  @Test
  void streamsMoreNodesThanOneAnswerHolds() {
    String scope = "experiments/walk-wide";
    for (int batch = 0; batch < 12; batch++) {
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        events.add(started(scope + "/runs/r" + batch + "-" + i, "", "train"));
      }
      position = mesh.emit(scope, events.toArray(Event[]::new));
    }

    int[] counts = new int[2];
    stub()
        .streamGraph(
            StreamGraphRequest.newBuilder().setTraversal(down(scope).setMaxNodes(50_000)).build())
        .forEachRemaining(
            part -> {
              counts[0] += part.getNodesCount();
              counts[1] += part.getEdgesCount();
            });

    assertThat(counts).containsExactly(12_001, 12_000);
  }

  @Test
  void refusesAKindOfEdgeThatDoesNotExist() {
    Throwable failed = catchThrowable(() -> traverse(down(RAW).addEdgeKindsValue(999)));

    assertThat(Errors.reason(failed)).isEqualTo("FIELDS_INVALID");
  }

  private TraverseGraphRequest.Builder down(String start) {
    return TraverseGraphRequest.newBuilder()
        .setStart(start)
        .setDirection(TraversalDirection.TRAVERSAL_DIRECTION_DOWN)
        .setMaxHops(10)
        .setPosition(position);
  }

  private Subgraph traverse(TraverseGraphRequest.Builder request) {
    return stub().traverseGraph(request.build());
  }

  private GraphServiceBlockingStub stub() {
    return GraphServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  private static List<String> names(Subgraph found) {
    return found.getNodesList().stream().map(Node::getName).toList();
  }

  private static List<String> cut(Subgraph found) {
    return found.getNodesList().stream().filter(Node::getCut).map(Node::getName).toList();
  }
}
