package io.throughline.lineage.traversal;

import static io.throughline.lineage.testing.Events.dataset;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.read;
import static io.throughline.lineage.testing.Events.scored;
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
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** split → data → train → model → evaluate, the last one in another experiment. */
@LineageTest
class GraphDoorTest {
  private static final String HERE = "experiments/graph";
  private static final String THERE = "experiments/graph-there";
  private static final String SPLIT = HERE + "/runs/split";
  private static final String DATA = HERE + "/datasets/d";
  private static final String TRAIN = HERE + "/runs/train";
  private static final String MODEL = HERE + "/models/m";
  private static final String EVALUATE = THERE + "/runs/evaluate";
  @Inject Mesh mesh;
  private String position;

  @BeforeEach
  void tell() {
    String here =
        mesh.emit(
            HERE,
            started(SPLIT, "", "split"),
            dataset(DATA),
            wrote(SPLIT, DATA),
            started(TRAIN, "", "train"),
            read(TRAIN, DATA, DatasetRole.DATASET_ROLE_TRAINING),
            produced(MODEL, TRAIN));
    String there =
        mesh.emit(
            THERE,
            started(EVALUATE, "", "evaluate"),
            scored(EVALUATE, MODEL, THERE + "/datasets/judge", "mae", List.of("a"), 1.0));
    position = here + "," + there;
  }

  @Test
  void walksUpToWhatANodeCameFrom() {
    Subgraph found = traverse(MODEL, TraversalDirection.TRAVERSAL_DIRECTION_UP, 0, 0);

    assertThat(found.getNodesList())
        .extracting(Node::getName)
        .containsExactly(MODEL, TRAIN, HERE, DATA, SPLIT);
    assertThat(found.getNodesList()).extracting(Node::getHops).containsExactly(0, 1, 2, 2, 3);
    assertThat(found.getTruncated()).isFalse();
  }

  @Test
  void walksDownIntoAnotherExperiment() {
    Subgraph found = traverse(DATA, TraversalDirection.TRAVERSAL_DIRECTION_DOWN, 0, 0);

    assertThat(found.getNodesList())
        .extracting(Node::getName)
        .containsExactly(DATA, TRAIN, MODEL, EVALUATE);
    assertThat(found.getEdgesList())
        .extracting(Edge::getKind)
        .containsExactlyInAnyOrder(
            EdgeKind.EDGE_KIND_USED_BY,
            EdgeKind.EDGE_KIND_PRODUCED,
            EdgeKind.EDGE_KIND_MEASURED_BY);
    assertThat(found.getNodes(2).getKind()).isEqualTo(NodeKind.NODE_KIND_MODEL);
  }

  @Test
  void findsTheSameLinkFromItsOtherEnd() {
    Subgraph found = traverse(EVALUATE, TraversalDirection.TRAVERSAL_DIRECTION_UP, 1, 0);

    assertThat(found.getNodesList())
        .extracting(Node::getName)
        .containsExactlyInAnyOrder(EVALUATE, MODEL, THERE);
  }

  @Test
  void saysWhenHopsCutSomethingOff() {
    Subgraph near = traverse(MODEL, TraversalDirection.TRAVERSAL_DIRECTION_UP, 2, 0);
    Subgraph exact = traverse(MODEL, TraversalDirection.TRAVERSAL_DIRECTION_UP, 3, 0);

    assertThat(near.getNodesList()).hasSize(4);
    assertThat(near.getTruncated()).isTrue();
    assertThat(exact.getNodesList()).hasSize(5);
    assertThat(exact.getTruncated()).isFalse();
  }

  @Test
  void saysWhenTheNumberOfNodesCutsSomethingOff() {
    String scope = "experiments/graph-wide";
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      events.add(started(scope + "/runs/r" + i, "", "train"));
    }
    position = mesh.emit(scope, events.toArray(Event[]::new));

    Subgraph cut = traverse(scope, TraversalDirection.TRAVERSAL_DIRECTION_DOWN, 0, 10);
    Subgraph whole = traverse(scope, TraversalDirection.TRAVERSAL_DIRECTION_DOWN, 0, 51);

    assertThat(cut.getNodesList()).hasSize(10);
    assertThat(cut.getEdgesList()).hasSize(9);
    assertThat(cut.getTruncated()).isTrue();
    assertThat(whole.getNodesList()).hasSize(51);
    assertThat(whole.getTruncated()).isFalse();
  }

  @Test
  void marksWhatIsOnlyMentionedUntilItIsDeclared() {
    String scope = "experiments/graph-mentions";
    position = mesh.emit(scope, produced(scope + "/models/m", scope + "/runs/r"));
    Node mentioned =
        traverse(scope + "/runs/r", TraversalDirection.TRAVERSAL_DIRECTION_UP, 1, 0).getNodes(0);
    position = mesh.emit(scope, started(scope + "/runs/r", "", "train"));

    Node told =
        traverse(scope + "/runs/r", TraversalDirection.TRAVERSAL_DIRECTION_UP, 1, 0).getNodes(0);

    assertThat(mentioned.getPlaceholder()).isTrue();
    assertThat(mentioned.getKind()).isEqualTo(NodeKind.NODE_KIND_RUN);
    assertThat(told.getPlaceholder()).isFalse();
    assertThat(told.hasCreateTime()).isTrue();
  }

  @Test
  void walksACircleOnce() {
    String scope = "experiments/graph-circle";
    String run = scope + "/runs/r";
    String data = scope + "/datasets/d";
    position =
        mesh.emit(scope, wrote(run, data), read(run, data, DatasetRole.DATASET_ROLE_TRAINING));

    Subgraph found = traverse(run, TraversalDirection.TRAVERSAL_DIRECTION_BOTH, 20, 0);

    assertThat(found.getNodesList()).extracting(Node::getName).containsExactly(run, data);
    assertThat(found.getEdgesList()).hasSize(2);
    assertThat(found.getTruncated()).isFalse();
  }

  @Test
  void saysThatANodeDoesNotExist() {
    Throwable failed =
        catchThrowable(
            () -> traverse("something/else", TraversalDirection.TRAVERSAL_DIRECTION_BOTH, 0, 0));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  private Subgraph traverse(String start, TraversalDirection direction, int hops, int nodes) {
    return GraphServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .traverseGraph(
            TraverseGraphRequest.newBuilder()
                .setStart(start)
                .setDirection(direction)
                .setMaxHops(hops)
                .setMaxNodes(nodes)
                .setPosition(position)
                .build());
  }
}
