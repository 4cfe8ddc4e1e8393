package io.throughline.lineage.traversal;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.deployment.Deployments;
import io.throughline.lineage.graph.Attributes;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.graph.Nodes;
import io.throughline.lineage.projection.History;
import io.throughline.lineage.projection.History.Said;
import io.throughline.lineage.projection.Journal;
import io.throughline.lineage.projection.Retelling;
import io.throughline.lineage.projection.TestGraph;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.testing.Events;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.FindImpactRequest;
import io.throughline.lineage.v1.FindPathsRequest;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * What was known at a position is walked as in a graph that was made from the events up to there
 * alone. Many histories lie side by side in one database, a tenant each. The full form: {@code
 * -Dhistories=20000}.
 */
class PastWalkTest {
  private static final int TRIES = 4;
  private static final int EVENTS = 40;
  private static final int TOGETHER = 25;
  private static final int WALKS = 6;
  private static final int MOST_NODES = 1_000;
  private static final int HISTORIES = Integer.getInteger("histories", 100);
  private static final List<String> NAMES =
      List.of(
          "experiments/e0",
          "experiments/e1",
          "experiments/e0/runs/r0",
          "experiments/e0/runs/r1",
          "experiments/e1/runs/r2",
          "experiments/e0/models/m0",
          "experiments/e0/models/m1",
          "experiments/e1/models/m0",
          "experiments/e0/datasets/d0",
          "experiments/e1/datasets/d1",
          "experiments/e0/figures/f0",
          "registeredModels/r",
          "registeredModels/r/versions/1",
          "registeredModels/r/aliases/champion",
          "environments/production",
          "environments/production/deployments/d0",
          "environments/production/deployments/d1");

  private static TestGraph graph;
  private static Descriptions descriptions;
  private static int rounds;

  @BeforeContainer
  static void open() {
    graph = TestGraph.open("past_walks");
    descriptions = new Descriptions(new Nodes(graph.graph()), new Attributes(graph.graph()));
  }

  @AfterContainer
  static void close() {
    graph.close();
  }

  @Property(tries = TRIES)
  void walksThePastAsAGraphThatWasMadeFromItAlone(@ForAll long seed) {
    int left = Math.max(1, HISTORIES / TRIES);
    for (int i = 0; left > 0; i++) {
      int size = Math.min(TOGETHER, left);
      check(seed + i, size, "w" + rounds++);
      left -= size;
    }
  }

  private static void check(long seed, int size, String name) {
    Journal journal = new Journal(seed);
    Retelling retelling = new Retelling(seed);
    List<String> whole = new ArrayList<>();
    List<String> part = new ArrayList<>();
    List<List<Said>> histories = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      whole.add(name + "-whole-" + i);
      part.add(name + "-part-" + i);
      histories.add(History.random(31 * seed + i, EVENTS));
    }
    journal.append(whole, histories.stream().map(h -> retelling.batches(h, 3)).toList());
    graph.apply(journal.takeGroups());
    Position cut = journal.somewhereAfter(Position.START);
    journal.append(part, whole.stream().map(tenant -> journal.of(tenant, cut)).toList());
    graph.apply(journal.takeGroups());

    Random random = new Random(seed);
    for (int i = 0; i < size; i++) {
      for (int walk = 0; walk < WALKS; walk++) {
        TraverseGraphRequest traversal = traversal(random);
        FindPathsRequest paths = paths(random);
        FindImpactRequest impact = impact(random);
        Moment then = new Moment(null, cut);
        assertThat(answers(whole.get(i), then, traversal, paths, impact))
            .as("%s %s %s %s", whole.get(i), traversal, paths, impact)
            .isEqualTo(answers(part.get(i), Moment.NOW, traversal, paths, impact));
      }
    }
  }

  private static List<String> answers(
      String tenant,
      Moment moment,
      TraverseGraphRequest traversal,
      FindPathsRequest paths,
      FindImpactRequest impact) {
    Graph store = graph.graph();
    Deployments deployments = new Deployments(store, new Tags(store));
    return List.of(
        said(() -> walked(tenant, moment, traversal)),
        said(
            () ->
                new PathSearch(store, descriptions)
                    .find(tenant, paths, moment)
                    .await()
                    .indefinitely()
                    .toString()),
        said(
            () ->
                new Impact(store, descriptions, deployments)
                    .find(tenant, impact, moment)
                    .await()
                    .indefinitely()
                    .toString()));
  }

  private static String walked(String tenant, Moment moment, TraverseGraphRequest request) {
    GraphName start =
        descriptions.existing(tenant, request.getStart(), moment).await().indefinitely();
    Walk walk = new Walk(graph.graph(), tenant, moment, Rules.of(request, MOST_NODES), start);
    List<Edge> edges = new ArrayList<>();
    walk.parts()
        .collect()
        .asList()
        .await()
        .indefinitely()
        .forEach(part -> edges.addAll(part.edges()));
    edges.sort(Comparator.comparing(Edge::toString));
    List<Node> nodes = descriptions.of(tenant, walk.seen(), moment).await().indefinitely();
    return nodes + "\n" + edges + "\n" + walk.isTruncated();
  }

  private static String said(Supplier<String> answer) {
    try {
      return answer.get();
    } catch (Failure refused) {
      return refused.getMessage();
    }
  }

  private static TraverseGraphRequest traversal(Random random) {
    TraverseGraphRequest.Builder request =
        TraverseGraphRequest.newBuilder()
            .setStart(name(random))
            .setDirection(TraversalDirection.forNumber(1 + random.nextInt(3)))
            .setMaxHops(1 + random.nextInt(6));
    if (random.nextInt(3) == 0) {
      for (int kind = 1; kind < EdgeKind.EDGE_KIND_EXPOSED_IN_VALUE; kind++) {
        if (random.nextBoolean()) {
          request.addEdgeKindsValue(kind);
        }
      }
    }
    if (random.nextInt(3) == 0) {
      request.setHoldingAt(Events.at(1_000L + random.nextInt(1_000)));
    }
    return request.build();
  }

  private static FindPathsRequest paths(Random random) {
    FindPathsRequest.Builder request =
        FindPathsRequest.newBuilder().setSource(name(random)).setTarget(name(random));
    if (random.nextBoolean()) {
      request.addEdgeKinds(EdgeKind.EDGE_KIND_CONTAINS).addEdgeKinds(EdgeKind.EDGE_KIND_PRODUCED);
    }
    return request.build();
  }

  private static FindImpactRequest impact(Random random) {
    return FindImpactRequest.newBuilder()
        .setName(name(random))
        .setLiveAt(Events.at(1_000L + random.nextInt(1_200)))
        .build();
  }

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }
}
