package io.throughline.selection.graph;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.CreateModelVersionRequest;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.ModelVersion;
import io.throughline.lineage.v1.MutinyGraphServiceGrpc;
import io.throughline.lineage.v1.MutinyRegistryServiceGrpc;
import io.throughline.lineage.v1.PromoteModelRequest;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Versions and the champion's alias. Changes are requests with an id, so repeating is harmless. */
@ApplicationScoped
public class Registry {
  private static final int MOST_NEIGHBOURS = 1000;

  private final GraphCalls graph;
  private final Models models;

  Registry(GraphCalls graph, Models models) {
    this.graph = graph;
    this.models = models;
  }

  /** The model that a version names. Fails with NOT_FOUND. */
  public Uni<String> modelOf(String tenant, String version) {
    return models
        .modelOf(tenant, version, "")
        .map(found -> found.orElseThrow(() -> Failure.notFound("model version", version)));
  }

  /** The newest version of a registered model that names a model, where there is one. */
  public Uni<Optional<String>> versionOf(String tenant, String model, String registeredModel) {
    TraverseGraphRequest request =
        TraverseGraphRequest.newBuilder()
            .setStart(model)
            .setDirection(TraversalDirection.TRAVERSAL_DIRECTION_DOWN)
            .setMaxHops(1)
            .setMaxNodes(MOST_NEIGHBOURS)
            .build();
    String versions = registeredModel + "/versions/";
    return graph
        .find(tenant, MutinyGraphServiceGrpc::newMutinyStub, stub -> stub.traverseGraph(request))
        .map(
            found ->
                found.stream()
                    .flatMap(subgraph -> subgraph.getEdgesList().stream())
                    .filter(edge -> edge.getKind() == EdgeKind.EDGE_KIND_REGISTERED_AS)
                    .filter(edge -> edge.getSource().equals(model))
                    .map(Edge::getTarget)
                    .filter(target -> target.startsWith(versions))
                    .max(Comparator.comparingLong(name -> number(name, versions))));
  }

  /** Gives a model the next version. Fails with NOT_FOUND where the registered model is none. */
  public Uni<String> createVersion(
      String tenant, String requestId, String registeredModel, String model) {
    CreateModelVersionRequest request =
        CreateModelVersionRequest.newBuilder()
            .setRequestId(requestId)
            .setRegisteredModel(registeredModel)
            .setModel(model)
            .build();
    return graph
        .call(
            tenant,
            MutinyRegistryServiceGrpc::newMutinyStub,
            stub -> stub.createModelVersion(request))
        .map(ModelVersion::getName);
  }

  /** Makes a version the champion. Fails with STALE_BASELINE where another one is it by now. */
  public Uni<Alias> promote(
      String tenant,
      String requestId,
      String version,
      String champion,
      String evaluation,
      List<String> waivers) {
    PromoteModelRequest request =
        PromoteModelRequest.newBuilder()
            .setRequestId(requestId)
            .setModelVersion(version)
            .setExpectedChampion(champion)
            .setEvaluation(evaluation)
            .addAllWaivers(waivers)
            .build();
    return graph.call(
        tenant, MutinyRegistryServiceGrpc::newMutinyStub, stub -> stub.promoteModel(request));
  }

  private static long number(String name, String versions) {
    return Long.parseLong(name.substring(versions.length()));
  }
}
