package io.throughline.cli.graph;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.ClientCalls;
import io.throughline.cli.mesh.MeshException;
import io.throughline.lineage.v1.ArtifactServiceGrpc;
import io.throughline.lineage.v1.AsOf;
import io.throughline.lineage.v1.DatasetServiceGrpc;
import io.throughline.lineage.v1.DeploymentServiceGrpc;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.FigureServiceGrpc;
import io.throughline.lineage.v1.InsightServiceGrpc;
import io.throughline.lineage.v1.ModelServiceGrpc;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.lineage.v1.RunServiceGrpc;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** How a resource of each collection is read: by a method that takes its name. */
final class Resources {
  private static final long DEADLINE_SECONDS = 30;

  private static final Map<String, MethodDescriptor<? extends Message, ? extends Message>>
      BY_COLLECTION =
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("experiments", ExperimentServiceGrpc.getGetExperimentMethod()),
                  Map.entry("runs", RunServiceGrpc.getGetRunMethod()),
                  Map.entry("models", ModelServiceGrpc.getGetModelMethod()),
                  Map.entry("datasets", DatasetServiceGrpc.getGetDatasetMethod()),
                  Map.entry("insights", InsightServiceGrpc.getGetInsightMethod()),
                  Map.entry("expectations", ExperimentServiceGrpc.getGetExpectationMethod()),
                  Map.entry("figures", FigureServiceGrpc.getGetFigureMethod()),
                  Map.entry("artifacts", ArtifactServiceGrpc.getGetArtifactMethod()),
                  Map.entry("environments", DeploymentServiceGrpc.getGetEnvironmentMethod()),
                  Map.entry("deployments", DeploymentServiceGrpc.getGetDeploymentMethod()),
                  Map.entry("registeredModels", RegistryServiceGrpc.getGetRegisteredModelMethod()),
                  Map.entry("versions", RegistryServiceGrpc.getGetModelVersionMethod()),
                  Map.entry("aliases", RegistryServiceGrpc.getGetAliasMethod())));

  private Resources() {}

  /**
   * One resource.
   *
   * @param name its whole name ({@code experiments/e/runs/r})
   * @throws MeshException where no resource is named like that, or such a one has no past
   */
  static Message read(Channel lineage, String name, AsOf moment) {
    String[] segments = name.split("/", -1);
    var method = segments.length % 2 == 0 ? BY_COLLECTION.get(segments[segments.length - 2]) : null;
    if (method == null) {
      throw new MeshException(
          "'%s' names nothing that can be shown; write a whole name such as experiments/e/runs/r"
                  .formatted(name)
              + " (collections: "
              + String.join(", ", BY_COLLECTION.keySet())
              + ")");
    }
    return call(lineage, method, name, moment);
  }

  private static <Q extends Message> Message call(
      Channel lineage, MethodDescriptor<Q, ? extends Message> method, String name, AsOf moment) {
    Q prototype = ((PrototypeMarshaller<Q>) method.getRequestMarshaller()).getMessagePrototype();
    Message.Builder request = prototype.newBuilderForType();
    request.setField(request.getDescriptorForType().findFieldByName("name"), name);
    FieldDescriptor asOf = request.getDescriptorForType().findFieldByName("as_of");
    if (asOf != null) {
      request.setField(asOf, moment);
    } else if (!moment.equals(AsOf.getDefaultInstance())) {
      throw new MeshException(
          "'%s' never changes, so it has no past; leave out --at and --known-at".formatted(name));
    }
    @SuppressWarnings("unchecked") // a builder builds what its prototype is
    Q built = (Q) request.build();
    return ClientCalls.blockingUnaryCall(
        lineage,
        method,
        CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
        built);
  }

  /**
   * Tells an empty list from a mistyped name.
   *
   * @throws io.grpc.StatusRuntimeException NOT_FOUND where there is no such resource
   */
  static void mustExist(Channel lineage, String name) {
    var unused = read(lineage, name, AsOf.getDefaultInstance());
  }

  /** A stub whose calls end within the deadline. */
  static <S extends AbstractStub<S>> S soon(S stub) {
    return stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }
}
