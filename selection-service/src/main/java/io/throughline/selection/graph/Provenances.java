package io.throughline.selection.graph;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.GetModelRequest;
import io.throughline.lineage.v1.InheritedParameter;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.MutinyGraphServiceGrpc;
import io.throughline.lineage.v1.MutinyModelServiceGrpc;
import io.throughline.lineage.v1.Node;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.selection.evidence.Provenance;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where models came from: one walk up the graph, and a look beside each run on the way. */
@ApplicationScoped
public class Provenances {
  private static final int MOST_HOPS = 20;
  private static final int MOST_NODES = 10_000;
  private static final int MOST_SUBJECTS = 20;
  private static final int MOST_NEIGHBOURS = 200;
  private static final int CONCURRENCY = 4;

  private final GraphCalls graph;

  Provenances(GraphCalls graph) {
    this.graph = graph;
  }

  /** Where a model came from; nothing of one that does not exist. */
  public Uni<Provenance> of(String tenant, String model, String position) {
    GetModelRequest request =
        GetModelRequest.newBuilder().setName(model).setPosition(position).build();
    Uni<Model> described =
        graph
            .find(tenant, MutinyModelServiceGrpc::newMutinyStub, stub -> stub.getModel(request))
            .map(found -> found.orElse(Model.getDefaultInstance()));
    return Uni.combine()
        .all()
        .unis(described, walk(tenant, model, position, TraversalDirection.TRAVERSAL_DIRECTION_UP))
        .asTuple()
        .flatMap(
            both ->
                expectations(tenant, model, both.getItem2(), position)
                    .map(expected -> provenance(both.getItem1(), both.getItem2(), expected)));
  }

  private Uni<Subgraph> walk(
      String tenant, String start, String position, TraversalDirection direction) {
    boolean up = direction == TraversalDirection.TRAVERSAL_DIRECTION_UP;
    TraverseGraphRequest request =
        TraverseGraphRequest.newBuilder()
            .setStart(start)
            .setDirection(direction)
            .setMaxHops(up ? MOST_HOPS : 1)
            .setMaxNodes(up ? MOST_NODES : MOST_NEIGHBOURS)
            .setPosition(position)
            .build();
    return graph
        .find(tenant, MutinyGraphServiceGrpc::newMutinyStub, stub -> stub.traverseGraph(request))
        .map(found -> found.orElse(Subgraph.getDefaultInstance()));
  }

  private Uni<List<String>> expectations(
      String tenant, String model, Subgraph behind, String position) {
    List<String> subjects = new ArrayList<>(List.of(model));
    behind.getNodesList().stream()
        .filter(node -> node.getKind() == NodeKind.NODE_KIND_RUN)
        .limit(MOST_SUBJECTS)
        .map(Node::getName)
        .forEach(subjects::add);
    List<Uni<List<String>>> all =
        subjects.stream()
            .map(
                subject ->
                    walk(tenant, subject, position, TraversalDirection.TRAVERSAL_DIRECTION_DOWN)
                        .map(beside -> expectations(beside, subject)))
            .toList();
    return Uni.join()
        .all(all)
        .usingConcurrencyOf(CONCURRENCY)
        .andFailFast()
        .map(found -> found.stream().flatMap(List::stream).distinct().sorted().toList());
  }

  private static List<String> expectations(Subgraph beside, String subject) {
    return beside.getEdgesList().stream()
        .filter(edge -> edge.getKind() == EdgeKind.EDGE_KIND_EXPECTED_BY)
        .filter(edge -> edge.getSource().equals(subject))
        .map(Edge::getTarget)
        .toList();
  }

  private static Provenance provenance(Model model, Subgraph behind, List<String> expectations) {
    List<Node> datasets =
        behind.getNodesList().stream()
            .filter(node -> node.getKind() == NodeKind.NODE_KIND_DATASET)
            .toList();
    Map<String, String> tags = new TreeMap<>();
    model.getTagsList().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    Map<String, String> code = new TreeMap<>();
    model.getParametersList().stream()
        .map(InheritedParameter::getParameter)
        .filter(parameter -> parameter.getKind() == ParameterKind.PARAMETER_KIND_CODE)
        .forEach(parameter -> code.put(parameter.getKey(), value(parameter)));
    return new Provenance(
        !behind.getTruncated(),
        datasets.stream().map(Node::getName).sorted().toList(),
        datasets.stream().filter(Node::getPlaceholder).map(Node::getName).sorted().toList(),
        tags,
        code,
        expectations);
  }

  private static String value(Parameter parameter) {
    return switch (parameter.getValueCase()) {
      case TEXT -> parameter.getText();
      case NUMBER -> Double.toString(parameter.getNumber());
      case FLAG -> Boolean.toString(parameter.getFlag());
      case VALUE_NOT_SET -> "";
    };
  }
}
