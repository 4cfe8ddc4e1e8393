package io.throughline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.testing.Events;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.CareServiceGrpc;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.ingest.v1.TraceServiceGrpc;
import io.throughline.server.access.DeclaredPermissions;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Bytes;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class JournalAccessTest {
  @GrpcClient("journal")
  Channel channel;

  static Stream<String> methods() {
    return descriptors().map(MethodDescriptor::getFullMethodName);
  }

  private static Stream<MethodDescriptor<?, ?>> descriptors() {
    return Stream.of(
            JournalServiceGrpc.getServiceDescriptor(),
            TraceServiceGrpc.getServiceDescriptor(),
            CareServiceGrpc.getServiceDescriptor())
        .flatMap(service -> service.getMethods().stream());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void noMethodAnswersAnAnonymousCall(String method) {
    StatusRuntimeException refused = failedCall(method, null);

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void noMethodAnswersACallWithEveryPermissionButItsOwn(String method) {
    Permission own = DeclaredPermissions.of(descriptor(method));
    Permission[] others =
        Arrays.stream(Permission.values())
            .filter(permission -> permission != own)
            .toArray(Permission[]::new);

    StatusRuntimeException refused = failedCall(method, TestTokens.token(others));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(Errors.reason(refused)).isEqualTo("PERMISSION_MISSING");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyMethodRefusesBytesThatAreNoMessageInWords(String method) {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> Bytes.sendGarbage(channel, method, TestTokens.token(Permission.values())));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Errors.reason(refused)).isEqualTo("MESSAGE_MALFORMED");
  }

  private StatusRuntimeException failedCall(String method, String token) {
    CallOptions options =
        token == null
            ? CallOptions.DEFAULT
            : CallOptions.DEFAULT.withCallCredentials(new BearerToken(token));
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () -> ClientCalls.blockingUnaryCall(channel, unary(method), options, new byte[0]));
  }

  /** Streams begin like unary calls, and the permission is checked at the beginning. */
  private static MethodDescriptor<byte[], byte[]> unary(String method) {
    return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(method)
        .build();
  }

  private static MethodDescriptor<?, ?> descriptor(String method) {
    return descriptors()
        .filter(each -> each.getFullMethodName().equals(method))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(
      value = Event.KindCase.class,
      names = {"KIND_NOT_SET", "BATCHES_REDACTED"},
      mode = EnumSource.Mode.EXCLUDE)
  void anEventIsAcceptedOnlyWithThePermissionOfItsKind(Event.KindCase kind) {
    Permission own = DeclaredPermissions.of(kind);
    Batch batch = Events.sample(kind, "access", "p-" + kind.getNumber());
    Permission[] others =
        Arrays.stream(Permission.values())
            .filter(permission -> permission != own)
            .toArray(Permission[]::new);

    StatusRuntimeException refused = JournalClient.of(channel, others).refusal(batch);
    boolean duplicate =
        JournalClient.of(channel, Permission.PERMISSION_EMIT, own).append(batch).getDuplicate();

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(duplicate).isFalse();
  }

  @Test
  void nobodyButTheJournalItselfSaysThatBatchesWereRedacted() {
    Batch batch = Events.sample(Event.KindCase.BATCHES_REDACTED, "access", "redactor");

    StatusRuntimeException refused = JournalClient.of(channel, Permission.values()).refusal(batch);

    assertThat(Errors.fields(refused)).containsExactly("events[0].batches_redacted");
  }
}
