package io.throughline.selection.graph;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.GetAliasRequest;
import io.throughline.lineage.v1.GetDeploymentRequest;
import io.throughline.lineage.v1.GetExperimentRequest;
import io.throughline.lineage.v1.GetModelRequest;
import io.throughline.lineage.v1.GetModelVersionRequest;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.GetRegisteredModelRequest;
import io.throughline.lineage.v1.ListModelsRequest;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ModelVersion;
import io.throughline.lineage.v1.MutinyDeploymentServiceGrpc;
import io.throughline.lineage.v1.MutinyExperimentServiceGrpc;
import io.throughline.lineage.v1.MutinyModelServiceGrpc;
import io.throughline.lineage.v1.MutinyProjectionServiceGrpc;
import io.throughline.lineage.v1.MutinyRegistryServiceGrpc;
import io.throughline.lineage.v1.Projection;
import io.throughline.selection.evidence.Contenders.Contender;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Models, their versions and aliases, and how far the graph that holds them has come. */
@ApplicationScoped
public class Models {
  private final GraphCalls graph;

  Models(GraphCalls graph) {
    this.graph = graph;
  }

  /** How far the graph has come, once it has come to a position (else fails: NOT_CAUGHT_UP). */
  public Uni<String> position(String tenant, String awaited) {
    GetProjectionRequest request = GetProjectionRequest.newBuilder().setPosition(awaited).build();
    return graph
        .call(
            tenant, MutinyProjectionServiceGrpc::newMutinyStub, stub -> stub.getProjection(request))
        .map(Projection::getPosition);
  }

  /** A model. */
  public Uni<Optional<Contender>> model(String tenant, String name, String position) {
    GetModelRequest request =
        GetModelRequest.newBuilder().setName(name).setPosition(position).build();
    return graph
        .find(tenant, MutinyModelServiceGrpc::newMutinyStub, stub -> stub.getModel(request))
        .map(found -> found.map(Models::contender));
  }

  /** The models of an experiment, by name; where there are more than the limit, more than that. */
  public Uni<List<String>> of(String tenant, String experiment, String position, int limit) {
    return of(tenant, experiment, position, limit, "");
  }

  private Uni<List<String>> of(
      String tenant, String experiment, String position, int limit, String token) {
    ListModelsRequest request =
        ListModelsRequest.newBuilder()
            .setExperiment(experiment)
            .setPageSize(1000)
            .setPageToken(token)
            .setPosition(position)
            .build();
    return graph
        .call(tenant, MutinyModelServiceGrpc::newMutinyStub, stub -> stub.listModels(request))
        .flatMap(
            page -> {
              List<String> names = page.getModelsList().stream().map(Model::getName).toList();
              return page.getNextPageToken().isEmpty() || names.size() > limit
                  ? Uni.createFrom().item(names)
                  : of(tenant, experiment, position, limit - names.size(), page.getNextPageToken())
                      .map(rest -> Stream.concat(names.stream(), rest.stream()).toList());
            });
  }

  /** The model that a version names. */
  public Uni<Optional<String>> modelOf(String tenant, String version, String position) {
    GetModelVersionRequest request =
        GetModelVersionRequest.newBuilder().setName(version).setPosition(position).build();
    return graph
        .find(
            tenant, MutinyRegistryServiceGrpc::newMutinyStub, stub -> stub.getModelVersion(request))
        .map(found -> found.map(ModelVersion::getModel));
  }

  /** What an alias points to. */
  public Uni<Optional<Alias>> alias(String tenant, String name, String position) {
    GetAliasRequest request =
        GetAliasRequest.newBuilder().setName(name).setPosition(position).build();
    return graph.find(
        tenant, MutinyRegistryServiceGrpc::newMutinyStub, stub -> stub.getAlias(request));
  }

  /** The model that a deployment runs. */
  public Uni<Optional<String>> deployed(String tenant, String deployment, String position) {
    GetDeploymentRequest request =
        GetDeploymentRequest.newBuilder().setName(deployment).setPosition(position).build();
    return graph
        .find(
            tenant, MutinyDeploymentServiceGrpc::newMutinyStub, stub -> stub.getDeployment(request))
        .map(found -> found.map(Deployment::getModel));
  }

  /** Whether a registered model exists. */
  public Uni<Boolean> isRegistered(String tenant, String registeredModel, String position) {
    GetRegisteredModelRequest request =
        GetRegisteredModelRequest.newBuilder()
            .setName(registeredModel)
            .setPosition(position)
            .build();
    return graph
        .find(
            tenant,
            MutinyRegistryServiceGrpc::newMutinyStub,
            stub -> stub.getRegisteredModel(request))
        .map(Optional::isPresent);
  }

  /** Whether an event of an experiment could not be applied. */
  public Uni<Boolean> isDegraded(String tenant, String experiment, String position) {
    GetExperimentRequest request =
        GetExperimentRequest.newBuilder().setName(experiment).setPosition(position).build();
    return graph
        .find(
            tenant, MutinyExperimentServiceGrpc::newMutinyStub, stub -> stub.getExperiment(request))
        .map(found -> found.isPresent() && found.get().getDegraded());
  }

  private static Contender contender(Model model) {
    return new Contender(model.getName(), model.getDigest(), !model.getRun().isEmpty());
  }
}
