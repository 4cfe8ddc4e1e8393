package io.throughline.lineage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.throughline.access.v1.Permission;
import io.throughline.access.v1.PermissionProto;
import io.throughline.lineage.v1.ArtifactServiceProto;
import io.throughline.lineage.v1.DatasetServiceProto;
import io.throughline.lineage.v1.DeploymentServiceProto;
import io.throughline.lineage.v1.DiffServiceProto;
import io.throughline.lineage.v1.ExperimentServiceProto;
import io.throughline.lineage.v1.FigureServiceProto;
import io.throughline.lineage.v1.GraphServiceProto;
import io.throughline.lineage.v1.InsightServiceProto;
import io.throughline.lineage.v1.ModelServiceProto;
import io.throughline.lineage.v1.ProjectionServiceProto;
import io.throughline.lineage.v1.RegistryServiceProto;
import io.throughline.lineage.v1.RequestServiceProto;
import io.throughline.lineage.v1.RunServiceProto;
import io.throughline.lineage.v1.ScoreServiceProto;
import io.throughline.lineage.v1.SeriesServiceProto;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Bytes;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every RPC of the contract is served, and refuses whoever may not call it. */
@LineageTest
class DoorsTest {
  @Inject Mesh mesh;
  @Inject @Any Instance<BindableService> doors;

  static Stream<MethodDescriptor> methods() {
    return Stream.of(
            ArtifactServiceProto.getDescriptor(),
            DatasetServiceProto.getDescriptor(),
            DeploymentServiceProto.getDescriptor(),
            ExperimentServiceProto.getDescriptor(),
            FigureServiceProto.getDescriptor(),
            GraphServiceProto.getDescriptor(),
            InsightServiceProto.getDescriptor(),
            ModelServiceProto.getDescriptor(),
            ProjectionServiceProto.getDescriptor(),
            RegistryServiceProto.getDescriptor(),
            RequestServiceProto.getDescriptor(),
            RunServiceProto.getDescriptor(),
            ScoreServiceProto.getDescriptor(),
            SeriesServiceProto.getDescriptor(),
            DiffServiceProto.getDescriptor())
        .flatMap(file -> file.getServices().stream())
        .map(ServiceDescriptor::getMethods)
        .flatMap(List::stream);
  }

  @Test
  void knowsEveryServiceOfTheContract() {
    assertThat(methods().map(method -> method.getService().getFullName()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            doors.stream()
                .map(door -> door.bindService().getServiceDescriptor().getName())
                .filter(name -> name.startsWith("throughline."))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void refusesACallWithoutToken(MethodDescriptor method) {
    Throwable failed = call(method, null);

    assertThat(Errors.reason(failed)).isEqualTo("TOKEN_MISSING");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void refusesATokenWithEveryPermissionButTheDeclaredOne(MethodDescriptor method) {
    Permission needed = method.getOptions().getExtension(PermissionProto.permission);
    Permission[] others =
        Arrays.stream(Permission.values())
            .filter(p -> p != needed && p != Permission.UNRECOGNIZED)
            .toArray(Permission[]::new);

    Throwable failed = call(method, TestTokens.token(others));

    assertThat(needed).isNotEqualTo(Permission.PERMISSION_UNSPECIFIED);
    assertThat(Status.fromThrowable(failed).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(Errors.reason(failed)).isEqualTo("PERMISSION_MISSING");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void servesTheDeclaredPermission(MethodDescriptor method) {
    Permission needed = method.getOptions().getExtension(PermissionProto.permission);

    Throwable failed = call(method, TestTokens.token(needed));

    if (failed != null) {
      assertThat(Errors.reason(failed)).isEqualTo("FIELDS_INVALID");
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void refusesBytesThatAreNoMessageInWords(MethodDescriptor method) {
    String name = method.getService().getFullName() + "/" + method.getName();

    Throwable failed =
        catchThrowable(
            () -> Bytes.sendGarbage(mesh.door(), name, TestTokens.token(Permission.values())));

    assertThat(Status.fromThrowable(failed).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Errors.reason(failed)).isEqualTo("MESSAGE_MALFORMED");
  }

  /** Calls with an empty request; null where that succeeds. */
  private Throwable call(MethodDescriptor method, String token) {
    io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> unary =
        io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
            .setRequestMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
            .build();
    return catchThrowable(
        () ->
            ClientCalls.blockingUnaryCall(
                mesh.door(),
                unary,
                CallOptions.DEFAULT.withCallCredentials(new BearerToken(token)),
                DynamicMessage.getDefaultInstance(method.getInputType())));
  }
}
