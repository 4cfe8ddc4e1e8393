package io.throughline.ingest.follow;

import static io.throughline.ingest.testing.Events.point;
import static io.throughline.ingest.testing.Events.runs;
import static io.throughline.ingest.testing.JournalClient.isAt;
import static io.throughline.ingest.testing.JournalClient.partition;
import static io.throughline.ingest.testing.JournalClient.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.Journal;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.position.Position;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class FollowTest {
  @GrpcClient("journal")
  Channel channel;

  private JournalClient client;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT, Permission.PERMISSION_READ);
  }

  @Test
  void batchesComeWholeAndInOrderFromTheBeginning() {
    List<Batch> sent = new ArrayList<>();
    String last = "";
    for (int number = 1; number <= 300; number++) {
      sent.add(traced(point("whole", "p", number, number)));
      last = client.append(sent.get(number - 1)).getPosition();
    }
    String end = last;

    List<FollowResponse> steps =
        client.followUntil(of(partition(end)).build(), step -> isAt(step.getCursor(), end));

    assertThat(steps)
        .extracting(step -> step.getCursor().getPosition())
        .containsExactlyElementsOf(
            java.util.stream.LongStream.rangeClosed(1, place(end)).boxed().toList());
    assertThat(ofProducer(steps, "experiments/whole")).containsExactlyElementsOf(sent);
    assertThat(steps).extracting(step -> step.getBatch().getTenant()).containsOnly("-");
  }

  private static Batch traced(Batch batch) {
    return batch.toBuilder()
        .setTraceparent("00-%s-%s-01".formatted("a".repeat(32), "b".repeat(16)))
        .build();
  }

  private static List<Batch> ofProducer(List<FollowResponse> steps, String scope) {
    return steps.stream()
        .map(step -> step.getBatch().getBatch())
        .filter(batch -> batch.getScope().equals(scope))
        .toList();
  }

  @Test
  void aFollowerGoesOnAfterItsCursor() {
    String first = client.append(runs("cursor", "p", 1, "a")).getPosition();
    String second = client.append(runs("cursor", "p", 2, "b")).getPosition();
    Cursor cursor = cursorAt(first);

    List<FollowResponse> steps =
        client.followUntil(
            of(partition(first)).addCursors(cursor).build(),
            step -> isAt(step.getCursor(), second));

    assertThat(steps.get(0).getCursor().getPosition()).isEqualTo(cursor.getPosition() + 1);
  }

  private Cursor cursorAt(String position) {
    List<FollowResponse> steps =
        client.followUntil(
            of(partition(position)).build(), step -> isAt(step.getCursor(), position));
    return steps.get(steps.size() - 1).getCursor();
  }

  @Test
  void whatTheKindsLeaveOutIsToldAsProgress() {
    String started = client.append(runs("kinds", "p", 1, "a")).getPosition();
    Cursor cursor = cursorAt(started);
    String last = started;
    for (int number = 2; number <= 20; number++) {
      last = client.append(point("kinds", "p", number, number)).getPosition();
    }
    String end = last;

    List<FollowResponse> steps =
        client.followUntil(
            of(partition(end)).addKinds(Event.KindCase.RUN_STARTED.getNumber()).build(),
            step -> isAt(step.getCursor(), end));

    FollowResponse progress = steps.get(steps.size() - 1);
    assertThat(progress.hasBatch()).isFalse();
    assertThat(progress.getCursor()).isEqualTo(cursorAt(end));
    assertThat(steps.subList(0, steps.size() - 1))
        .filteredOn(FollowResponse::hasBatch)
        .allMatch(step -> step.getBatch().getBatch().getEvents(0).hasRunStarted())
        .extracting(FollowResponse::getCursor)
        .contains(cursor);
  }

  @Test
  void aTenantSeesItsOwnBatchesOnlyAndAServiceSeesAll() {
    JournalClient other =
        JournalClient.ofTenant(
            channel, "other", Permission.PERMISSION_EMIT, Permission.PERMISSION_READ);
    String mine = client.append(runs("tenant", "p", 1, "a")).getPosition();
    String theirs = other.append(runs("tenant", "p", 1, "b")).getPosition();
    JournalClient service = JournalClient.ofTenant(channel, "*", Permission.PERMISSION_READ);

    List<FollowResponse> seenByMe =
        client.followUntil(
            of(partition(theirs)).build(), step -> isAtOrAfter(step.getCursor(), theirs));
    List<FollowResponse> seenByThem =
        other.followUntil(of(partition(mine)).build(), step -> isAtOrAfter(step.getCursor(), mine));
    List<FollowResponse> seenByAll =
        service.followUntil(of(partition(theirs)).build(), step -> isAt(step.getCursor(), theirs));

    assertThat(tenants(seenByMe)).doesNotContain("other");
    assertThat(tenants(seenByThem)).doesNotContain("-");
    assertThat(tenants(seenByAll)).contains("other");
  }

  private static boolean isAtOrAfter(Cursor cursor, String position) {
    return cursor.getPosition() >= place(position);
  }

  private static List<String> tenants(List<FollowResponse> steps) {
    return steps.stream()
        .filter(FollowResponse::hasBatch)
        .map(step -> step.getBatch().getTenant())
        .distinct()
        .toList();
  }

  @Test
  void theTailFollowsWhatIsAppendedLater() {
    String first = client.append(runs("tail", "p", 1, "a")).getPosition();
    Cursor cursor = cursorAt(first);
    client.append(runs("tail", "p", 2, "r2"));
    AtomicInteger seen = new AtomicInteger();

    List<FollowResponse> steps =
        client.followUntil(
            of(partition(first)).addCursors(cursor).build(),
            step -> {
              int number = seen.incrementAndGet() + 2;
              client.append(runs("tail", "p", number, "r" + number));
              return number == 7;
            });

    assertThat(steps).hasSize(5);
  }

  private void appendTo(String experiment, int batches) {
    for (int number = 1; number <= batches; number++) {
      client.append(point(experiment, "p", number, number));
    }
  }

  @Test
  void aFollowerThatDoesNotReadHoldsNobodyUp() {
    appendTo("slow", 50);
    Idle idle = new Idle();
    JournalServiceGrpc.newStub(channel)
        .withCallCredentials(
            new BearerToken(TestTokens.token("idle", "*", Permission.PERMISSION_READ)))
        .follow(FollowRequest.getDefaultInstance(), idle);
    String last = client.append(point("slow", "p", 51, 0)).getPosition();

    List<FollowResponse> steps =
        client.followUntil(of(partition(last)).build(), step -> isAt(step.getCursor(), last));

    assertThat(steps).hasSizeGreaterThanOrEqualTo(51);
    assertThat(idle.received.get()).isZero();
    idle.call.request(1);
    assertThat(idle.first.orTimeout(10, TimeUnit.SECONDS).join().hasBatch()).isTrue();
    idle.call.cancel("the test is over", null);
  }

  private static final class Idle implements ClientResponseObserver<FollowRequest, FollowResponse> {
    final AtomicInteger received = new AtomicInteger();
    final CompletableFuture<FollowResponse> first = new CompletableFuture<>();
    ClientCallStreamObserver<FollowRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<FollowRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(FollowResponse response) {
      received.incrementAndGet();
      first.complete(response);
    }

    @Override
    public void onError(Throwable failure) {
      first.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }

  @Test
  void aCursorThatTheJournalDoesNotKnowHasDiverged() {
    Cursor known = cursorAt(client.append(runs("diverged", "p", 1, "a")).getPosition());
    Cursor changed = known.toBuilder().setDigest(ByteString.copyFromUtf8("other")).build();
    Cursor beyond = known.toBuilder().setPosition(known.getPosition() + 1_000_000).build();

    assertThat(failure(changed)).isEqualTo(Optional.of("JOURNAL_DIVERGED"));
    assertThat(failure(beyond)).isEqualTo(Optional.of("JOURNAL_DIVERGED"));
  }

  private Optional<String> failure(Cursor cursor) {
    StatusRuntimeException failed =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                client.followUntil(
                    of(cursor.getPartition()).addCursors(cursor).build(), step -> true));
    return failed.getStatus().getCode() == Status.Code.ABORTED
        ? Optional.of(Errors.reason(failed))
        : Optional.empty();
  }

  @Test
  void aPartitionThatDoesNotExistIsAViolation() {
    StatusRuntimeException failed =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> client.followUntil(of(8).build(), step -> true));

    assertThat(Errors.fields(failed)).containsExactly("partitions[0]");
  }

  @Test
  void theJournalTellsItsPartitionsAndHeads() {
    String position = client.append(runs("heads", "p", 1, "a")).getPosition();

    Journal journal = client.stub().getJournal(GetJournalRequest.getDefaultInstance());

    assertThat(journal.getPartitionCount()).isEqualTo(8);
    assertThat(journal.getHorizon()).isEmpty();
    assertThat(UUID.fromString(journal.getIncarnationId())).isNotNull();
    assertThat(Position.parse(journal.getHead()).covers(Position.parse(position))).isTrue();
  }

  private static FollowRequest.Builder of(int partition) {
    return FollowRequest.newBuilder().addPartitions(partition);
  }
}
