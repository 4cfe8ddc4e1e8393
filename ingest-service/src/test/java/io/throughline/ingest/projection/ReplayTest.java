package io.throughline.ingest.projection;

import static io.throughline.ingest.testing.Events.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.error.v1.ErrorReason;
import io.throughline.ingest.follower.Follower;
import io.throughline.ingest.follower.FollowerOptions;
import io.throughline.ingest.follower.Replay;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.GetBatchRequest;
import io.throughline.ingest.v1.GetBatchResponse;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceStub;
import io.throughline.server.position.BatchPosition;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class ReplayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @GrpcClient("journal")
  Channel channel;

  private JournalClient client;
  private Projection projection;
  private Follower follower;
  private Replay replay;

  @BeforeEach
  void follow() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
    projection = new Projection("scope NOT LIKE '%replay-poison%' OR number NOT IN (2, 4)");
    JournalServiceStub journal =
        JournalServiceGrpc.newStub(channel)
            .withCallCredentials(
                new BearerToken(TestTokens.token("follower", "*", Permission.PERMISSION_READ)));
    follower =
        new Follower(
            journal,
            projection.pool(),
            FollowerOptions.ofSchema(Projection.SCHEMA),
            Projection::effect);
    replay = new Replay(journal, projection.pool(), Projection.SCHEMA, Projection::effect);
    follower.start();
  }

  @AfterEach
  void stop() {
    follower.close();
    projection.close();
  }

  private void append(String experiment, int from, int to) {
    Position end = Position.START;
    for (int number = from; number <= to; number++) {
      end =
          end.merge(Position.parse(client.append(point(experiment, "p", number, 1)).getPosition()));
    }
    follower.awaitPosition(end, PATIENCE).await().indefinitely();
  }

  private Throwable outcome(BatchPosition at) {
    return catchThrowable(() -> replay.apply("-", at).await().atMost(PATIENCE));
  }

  @Test
  void aBatchIsAppliedAfterTheFaultIsRepairedWhileOthersGoOn() {
    String scope = "experiments/replay-poison-a";
    append("replay-poison-a", 1, 5);
    List<BatchPosition> poison = projection.quarantinedPositions(scope);
    projection.repair();

    for (BatchPosition at : poison) {
      replay.apply("-", at).await().atMost(PATIENCE);
    }
    append("replay-poison-a", 6, 7);

    assertThat(poison).hasSize(2);
    assertThat(projection.numbers(scope)).containsExactly(1L, 3L, 5L, 2L, 4L, 6L, 7L);
    assertThat(projection.quarantined(scope)).isEmpty();
  }

  @Test
  void howeverManyReplayABatchItIsAppliedOnce() {
    String scope = "experiments/replay-poison-b";
    append("replay-poison-b", 1, 3);
    BatchPosition at = projection.quarantinedPositions(scope).get(0);
    projection.repair();

    List<CompletableFuture<Throwable>> replays =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> outcome(at)))
            .toList();

    List<Throwable> outcomes = replays.stream().map(CompletableFuture::join).toList();
    assertThat(outcomes).filteredOn(outcome -> outcome == null).hasSize(1);
    assertThat(outcomes)
        .filteredOn(outcome -> outcome != null)
        .hasSize(7)
        .allMatch(outcome -> Errors.reason(outcome).equals("NOT_FOUND"));
    assertThat(projection.numbers(scope).stream().sorted().toList())
        .isEqualTo(LongStream.rangeClosed(1, 3).boxed().toList());
  }

  @Test
  void whatStillCannotBeAppliedStays() {
    String scope = "experiments/replay-poison-c";
    append("replay-poison-c", 1, 3);
    BatchPosition at = projection.quarantinedPositions(scope).get(0);

    Throwable outcome = outcome(at);

    assertThat(outcome).isInstanceOf(Failure.class).hasMessageContaining("healthy");
    assertThat(((Failure) outcome).reason()).isEqualTo(ErrorReason.ERROR_REASON_STATE_UNSUITABLE);
    assertThat(projection.quarantined(scope)).containsExactly(2L);
    assertThat(projection.numbers(scope)).containsExactly(1L, 3L);
  }

  @Test
  void whatIsNotInQuarantineOrAnotherTenantsIsNotFound() {
    String scope = "experiments/replay-poison-d";
    append("replay-poison-d", 1, 3);
    BatchPosition at = projection.quarantinedPositions(scope).get(0);
    projection.repair();

    Throwable healthy = outcome(new BatchPosition(at.partition(), at.position() + 1));
    Throwable foreign = catchThrowable(() -> replay.apply("other", at).await().atMost(PATIENCE));
    Throwable beyond = outcome(new BatchPosition(at.partition(), 1_000_000));

    assertThat(List.of(healthy, foreign, beyond))
        .allMatch(outcome -> Errors.reason(outcome).equals("NOT_FOUND"));
    assertThat(projection.numbers(scope)).containsExactly(1L, 3L);
  }

  @Test
  void theJournalGivesABatchByItsPositionToItsTenantOnly() {
    String position = client.append(point("by-position", "p", 1, 7)).getPosition();
    GetBatchRequest request = GetBatchRequest.newBuilder().setPosition(position).build();

    GetBatchResponse found =
        JournalClient.of(channel, Permission.PERMISSION_READ).stub().getBatch(request);
    Throwable foreign =
        catchThrowable(
            () ->
                JournalClient.ofTenant(channel, "other", Permission.PERMISSION_READ)
                    .stub()
                    .getBatch(request));
    Throwable several =
        catchThrowable(
            () ->
                JournalClient.of(channel, Permission.PERMISSION_READ)
                    .stub()
                    .getBatch(GetBatchRequest.newBuilder().setPosition("0:1,1:1").build()));

    assertThat(found.getBatch().getBatch()).isEqualTo(point("by-position", "p", 1, 7));
    assertThat(JournalClient.isAt(found.getCursor(), position)).isTrue();
    assertThat(foreign).isInstanceOf(StatusRuntimeException.class);
    assertThat(Errors.reason(foreign)).isEqualTo("NOT_FOUND");
    assertThat(Errors.reason(several)).isEqualTo("POSITION_INVALID");
  }
}
