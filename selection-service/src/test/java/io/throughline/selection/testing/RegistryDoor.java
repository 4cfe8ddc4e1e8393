package io.throughline.selection.testing;

import static io.throughline.selection.testing.LineagePeer.answer;

import io.grpc.stub.StreamObserver;
import io.throughline.error.v1.ErrorReason;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.CreateModelVersionRequest;
import io.throughline.lineage.v1.GetAliasRequest;
import io.throughline.lineage.v1.GetModelVersionRequest;
import io.throughline.lineage.v1.GetRegisteredModelRequest;
import io.throughline.lineage.v1.ModelVersion;
import io.throughline.lineage.v1.PromoteModelRequest;
import io.throughline.lineage.v1.RegisteredModel;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.server.status.Failure;

/** The registry that a test lays down; a promotion moves its champion. */
final class RegistryDoor extends RegistryServiceGrpc.RegistryServiceImplBase {
  private final LineagePeer graph;

  RegistryDoor(LineagePeer graph) {
    this.graph = graph;
  }

  @Override
  public void getRegisteredModel(
      GetRegisteredModelRequest request, StreamObserver<RegisteredModel> answer) {
    answer(graph.registeredModels.get(request.getName()), "model", request.getName(), answer);
  }

  @Override
  public void getModelVersion(GetModelVersionRequest request, StreamObserver<ModelVersion> answer) {
    answer(graph.versions.get(request.getName()), "version", request.getName(), answer);
  }

  @Override
  public void getAlias(GetAliasRequest request, StreamObserver<Alias> answer) {
    answer(graph.aliases.get(request.getName()), "alias", request.getName(), answer);
  }

  @Override
  public synchronized void createModelVersion(
      CreateModelVersionRequest request, StreamObserver<ModelVersion> answer) {
    String prefix = request.getRegisteredModel() + "/versions/";
    long next =
        1 + graph.versions.keySet().stream().filter(name -> name.startsWith(prefix)).count();
    graph.version(prefix + next, request.getModel());
    answer(graph.versions.get(prefix + next), "version", prefix + next, answer);
  }

  @Override
  public synchronized void promoteModel(PromoteModelRequest request, StreamObserver<Alias> answer) {
    String version = request.getModelVersion();
    String registeredModel = version.substring(0, version.indexOf("/versions/"));
    Alias now = graph.aliases.get(registeredModel + "/aliases/champion");
    String champion = now == null ? "" : now.getModelVersion();
    if (!champion.equals(request.getExpectedChampion())) {
      answer.onError(
          Failure.of(ErrorReason.ERROR_REASON_STALE_BASELINE, "the champion is " + champion)
              .with("champion", champion));
      return;
    }
    graph.champion(
        registeredModel,
        version.substring(version.lastIndexOf('/') + 1),
        graph.versions.get(version).getModel());
    Alias moved = graph.aliases.get(registeredModel + "/aliases/champion");
    answer(moved.toBuilder().setPosition("1:9").build(), "alias", moved.getName(), answer);
  }
}
