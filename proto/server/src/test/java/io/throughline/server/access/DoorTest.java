package io.throughline.server.access;

import static io.throughline.server.testing.TestTokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
class DoorTest {
  private static final String EMITTER = token(Permission.PERMISSION_EMIT);

  @GrpcClient("door")
  Channel channel;

  @Test
  void refusesACallWithoutToken() {
    StatusRuntimeException failed = failedAppend(null, batch("any"));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(Errors.reason(failed)).isEqualTo("TOKEN_MISSING");
  }

  @Test
  void refusesATokenThatWasTamperedWith() {
    StatusRuntimeException failed =
        failedAppend(EMITTER.substring(0, EMITTER.length() - 8) + "AAAAAAAA", batch("any"));

    assertThat(Errors.reason(failed)).isEqualTo("TOKEN_INVALID");
  }

  @Test
  void refusesATokenWithoutTheDeclaredPermission() {
    StatusRuntimeException failed =
        failedAppend(token(Permission.PERMISSION_READ, Permission.PERMISSION_DECIDE), batch("any"));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(Errors.metadata(failed, "permission")).isEqualTo("emit");
  }

  @Test
  void asksForTheTokenBeforeItLooksAtTheRequest() {
    assertThat(Errors.reason(failedAppend(null, Batch.getDefaultInstance())))
        .isEqualTo("TOKEN_MISSING");
  }

  @Test
  void listsEveryFieldThatBreaksARule() {
    FollowRequest faulty =
        FollowRequest.newBuilder()
            .addPartitions(-1)
            .addCursors(Cursor.newBuilder().setPartition(1).setPosition(-1))
            .build();

    StatusRuntimeException failed = failedFollow(faulty);

    assertThat(Errors.reason(failed)).isEqualTo("FIELDS_INVALID");
    assertThat(Errors.fields(failed)).contains("partitions[0]", "cursors[0].position");
  }

  @Test
  void refusesTextsThatTheStoreCannotHold() {
    FollowRequest nul = FollowRequest.newBuilder().setFollower("why\0").build();

    assertThat(Errors.fields(failedFollow(nul))).contains("follower");
  }

  @Test
  void tellsTheServiceWhoCalls() {
    assertThat(append(EMITTER, batch("any"))).isEqualTo("test of -");
  }

  @Test
  void letsAServiceOfEveryTenantNameOne() {
    String everywhere = token("lineage", "*", Permission.PERMISSION_EMIT);
    Metadata headers = new Metadata();
    headers.put(AccessInterceptor.TENANT, "acme");

    String position =
        JournalServiceGrpc.newBlockingStub(channel)
            .withCallCredentials(new BearerToken(everywhere))
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .append(AppendRequest.newBuilder().setBatch(batch("any")).build())
            .getAcknowledgement()
            .getPosition();

    assertThat(position).isEqualTo("lineage of acme");
  }

  @Test
  void refusesAForeignTenant() {
    Metadata headers = new Metadata();
    headers.put(AccessInterceptor.TENANT, "acme");

    StatusRuntimeException failed =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                JournalServiceGrpc.newBlockingStub(channel)
                    .withCallCredentials(new BearerToken(EMITTER))
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .append(AppendRequest.newBuilder().setBatch(batch("any")).build()));

    assertThat(Errors.reason(failed)).isEqualTo("TENANT_FORBIDDEN");
  }

  @ParameterizedTest
  @CsvSource({
    "failing-uni,OUT_OF_RANGE,NUMBER_GAP",
    "failing-uni-fault,INTERNAL,INTERNAL",
    "failing-uni-away,UNAVAILABLE,DEPENDENCY_UNAVAILABLE",
    "throwing-away,UNAVAILABLE,DEPENDENCY_UNAVAILABLE",
    "throwing,FAILED_PRECONDITION,FENCED",
    "throwing-fault,INTERNAL,INTERNAL",
    "foreign-status,INTERNAL,INTERNAL",
  })
  void explainsEveryFailureAndLeaksNothing(String producer, Status.Code code, String reason) {
    StatusRuntimeException failed = failedAppend(EMITTER, batch(producer));

    assertThat(failed.getStatus().getCode()).isEqualTo(code);
    assertThat(Errors.reason(failed)).isEqualTo(reason);
    assertThat(failed.getMessage()).doesNotContain("secret", "Exception");
  }

  @Test
  void explainsAStreamThatFails() {
    StatusRuntimeException failed = failedFollow(FollowRequest.getDefaultInstance());

    assertThat(Errors.reason(failed)).isEqualTo("INTERNAL");
    assertThat(failed.getMessage()).doesNotContain("secret");
  }

  @Test
  void explainsAStreamWhoseDatabaseIsAway() {
    StatusRuntimeException failed =
        failedFollow(FollowRequest.newBuilder().setFollower("away").build());

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(Errors.reason(failed)).isEqualTo("DEPENDENCY_UNAVAILABLE");
  }

  private String append(String token, Batch batch) {
    return JournalServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(new BearerToken(token))
        .append(AppendRequest.newBuilder().setBatch(batch).build())
        .getAcknowledgement()
        .getPosition();
  }

  private StatusRuntimeException failedAppend(String token, Batch batch) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> append(token, batch));
  }

  private StatusRuntimeException failedFollow(FollowRequest request) {
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () ->
            JournalServiceGrpc.newBlockingStub(channel)
                .withCallCredentials(new BearerToken(token(Permission.PERMISSION_READ)))
                .follow(request)
                .next());
  }

  private static Batch batch(String producer) {
    return Batch.newBuilder()
        .setScope("experiments/e")
        .setProducer(producer)
        .setEpoch(1)
        .setNumber(1)
        .addEvents(
            Event.newBuilder()
                .setExperimentDeclared(ExperimentDeclared.newBuilder().setName("experiments/e")))
        .build();
  }
}
