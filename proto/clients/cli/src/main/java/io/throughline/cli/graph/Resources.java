package io.throughline.cli.graph;

import com.google.protobuf.Message;
import io.grpc.Channel;
import io.grpc.stub.AbstractStub;
import io.throughline.cli.mesh.MeshException;
import io.throughline.lineage.v1.ArtifactServiceGrpc;
import io.throughline.lineage.v1.AsOf;
import io.throughline.lineage.v1.DatasetServiceGrpc;
import io.throughline.lineage.v1.DeploymentServiceGrpc;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.FigureServiceGrpc;
import io.throughline.lineage.v1.GetAliasRequest;
import io.throughline.lineage.v1.GetArtifactRequest;
import io.throughline.lineage.v1.GetDatasetRequest;
import io.throughline.lineage.v1.GetDeploymentRequest;
import io.throughline.lineage.v1.GetEnvironmentRequest;
import io.throughline.lineage.v1.GetExpectationRequest;
import io.throughline.lineage.v1.GetExperimentRequest;
import io.throughline.lineage.v1.GetFigureRequest;
import io.throughline.lineage.v1.GetInsightRequest;
import io.throughline.lineage.v1.GetModelRequest;
import io.throughline.lineage.v1.GetModelVersionRequest;
import io.throughline.lineage.v1.GetRegisteredModelRequest;
import io.throughline.lineage.v1.GetRunRequest;
import io.throughline.lineage.v1.InsightServiceGrpc;
import io.throughline.lineage.v1.ModelServiceGrpc;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.lineage.v1.RunServiceGrpc;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** How a resource of each collection is read. */
final class Resources {
  private static final long DEADLINE_SECONDS = 30;

  /** Reads one resource as of a moment. */
  private interface Reading {
    Message read(Channel lineage, String name, AsOf moment);
  }

  private static final Map<String, Reading> BY_COLLECTION =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("experiments", Resources::experiment),
              Map.entry("runs", Resources::run),
              Map.entry("models", Resources::model),
              Map.entry("datasets", Resources::dataset),
              Map.entry("insights", Resources::insight),
              Map.entry("expectations", Resources::expectation),
              Map.entry("figures", Resources::figure),
              Map.entry("artifacts", Resources::artifact),
              Map.entry("environments", Resources::environment),
              Map.entry("deployments", Resources::deployment),
              Map.entry("registeredModels", Resources::registeredModel),
              Map.entry("versions", Resources::version),
              Map.entry("aliases", Resources::alias)));

  private Resources() {}

  /**
   * One resource.
   *
   * @param name its whole name ({@code experiments/e/runs/r})
   * @throws MeshException where no resource is named like that
   */
  static Message read(Channel lineage, String name, AsOf moment) {
    String[] segments = name.split("/", -1);
    Reading reading =
        segments.length % 2 == 0 ? BY_COLLECTION.get(segments[segments.length - 2]) : null;
    if (reading == null) {
      throw new MeshException(
          "'%s' names nothing that can be shown; write a whole name such as experiments/e/runs/r"
                  .formatted(name)
              + " (collections: "
              + String.join(", ", BY_COLLECTION.keySet())
              + ")");
    }
    return reading.read(lineage, name, moment);
  }

  /**
   * Tells an empty list from a mistyped name.
   *
   * @throws io.grpc.StatusRuntimeException NOT_FOUND where there is no such resource
   */
  static void mustExist(Channel lineage, String name) {
    var unused = read(lineage, name, AsOf.getDefaultInstance());
  }

  private static Message experiment(Channel lineage, String name, AsOf moment) {
    return soon(ExperimentServiceGrpc.newBlockingStub(lineage))
        .getExperiment(GetExperimentRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message run(Channel lineage, String name, AsOf moment) {
    return soon(RunServiceGrpc.newBlockingStub(lineage))
        .getRun(GetRunRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message model(Channel lineage, String name, AsOf moment) {
    return soon(ModelServiceGrpc.newBlockingStub(lineage))
        .getModel(GetModelRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message dataset(Channel lineage, String name, AsOf moment) {
    onlyNow(name, moment);
    return soon(DatasetServiceGrpc.newBlockingStub(lineage))
        .getDataset(GetDatasetRequest.newBuilder().setName(name).build());
  }

  private static Message insight(Channel lineage, String name, AsOf moment) {
    return soon(InsightServiceGrpc.newBlockingStub(lineage))
        .getInsight(GetInsightRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message expectation(Channel lineage, String name, AsOf moment) {
    return soon(ExperimentServiceGrpc.newBlockingStub(lineage))
        .getExpectation(GetExpectationRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message figure(Channel lineage, String name, AsOf moment) {
    onlyNow(name, moment);
    return soon(FigureServiceGrpc.newBlockingStub(lineage))
        .getFigure(GetFigureRequest.newBuilder().setName(name).build());
  }

  private static Message artifact(Channel lineage, String name, AsOf moment) {
    return soon(ArtifactServiceGrpc.newBlockingStub(lineage))
        .getArtifact(GetArtifactRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message environment(Channel lineage, String name, AsOf moment) {
    return soon(DeploymentServiceGrpc.newBlockingStub(lineage))
        .getEnvironment(GetEnvironmentRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message deployment(Channel lineage, String name, AsOf moment) {
    return soon(DeploymentServiceGrpc.newBlockingStub(lineage))
        .getDeployment(GetDeploymentRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message registeredModel(Channel lineage, String name, AsOf moment) {
    return soon(RegistryServiceGrpc.newBlockingStub(lineage))
        .getRegisteredModel(
            GetRegisteredModelRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message version(Channel lineage, String name, AsOf moment) {
    return soon(RegistryServiceGrpc.newBlockingStub(lineage))
        .getModelVersion(GetModelVersionRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  private static Message alias(Channel lineage, String name, AsOf moment) {
    return soon(RegistryServiceGrpc.newBlockingStub(lineage))
        .getAlias(GetAliasRequest.newBuilder().setName(name).setAsOf(moment).build());
  }

  /** A stub whose calls end within the deadline. */
  static <S extends AbstractStub<S>> S soon(S stub) {
    return stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private static void onlyNow(String name, AsOf moment) {
    if (!moment.equals(AsOf.getDefaultInstance())) {
      throw new MeshException(
          "'%s' never changes, so it has no past; leave out --at and --known-at".formatted(name));
    }
  }
}
