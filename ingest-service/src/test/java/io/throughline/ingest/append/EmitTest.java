package io.throughline.ingest.append;

import static io.throughline.ingest.testing.Events.point;
import static io.throughline.ingest.testing.Events.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.testing.Events;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.position.Position;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.TestTokens;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class EmitTest {
  @GrpcClient("journal")
  Channel channel;

  @Test
  void everyBatchIsAnsweredInOrderAndARefusalClosesNothing() {
    Answers answers = open(Integer.MAX_VALUE);

    for (int number = 1; number <= 300; number++) {
      answers.send(point("emit", "p", number, number));
      answers.send(point("emit-other", "p", number, number));
    }
    answers.send(runs("emit", "p", 999, "too-early"));
    answers.send(Events.batch("experiments/emit", "p", 301).build());
    answers.send(point("emit", "p", 301, 1));
    answers.call.onCompleted();
    answers.completed.orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(answers.received).hasSize(603);
    List<EmitResponse> ofScope =
        answers.received.stream()
            .filter(answer -> answer.getScope().equals("experiments/emit"))
            .toList();
    assertThat(ofScope.subList(0, 300))
        .allMatch(EmitResponse::hasAcknowledgement)
        .extracting(EmitResponse::getNumber)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(ofScope.get(300).getRefusal().getStatus().getCode())
        .isEqualTo(io.grpc.Status.Code.OUT_OF_RANGE.value());
    assertThat(ofScope.get(301).getRefusal().getStatus().getCode())
        .isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT.value());
    assertThat(ofScope.get(302).hasAcknowledgement()).isTrue();
  }

  @Test
  void aKindWithoutPermissionIsRefusedOnTheStream() {
    Answers answers = open(Integer.MAX_VALUE);

    answers.send(
        Events.sample(
            io.throughline.event.v1.Event.KindCase.EVALUATION_COMPLETED, "emit-verdict", "p"));
    answers.call.onCompleted();
    answers.completed.orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(answers.received.get(0).getRefusal().getStatus().getCode())
        .isEqualTo(io.grpc.Status.Code.PERMISSION_DENIED.value());
  }

  @Test
  void aClientThatReadsNoAnswersIsReadNoFurther() {
    String longId = "emit-slow-" + "x".repeat(100);
    long before = stored();
    Answers answers = open(0);
    int sent = 0;
    while (sent < 50_000 && answers.isReadyWithin(Duration.ofSeconds(3))) {
      sent++;
      answers.send(point(longId, longId, sent, sent));
    }

    assertThat(sent).as("sent until the stream took no more").isLessThan(50_000);
    long taken = stored() - before;
    answers.call.request(Integer.MAX_VALUE);
    answers.call.onCompleted();
    answers.completed.orTimeout(20, TimeUnit.SECONDS).join();

    assertThat(taken).as("appended while nobody read the answers").isLessThan(sent);
    assertThat(answers.received).hasSize(sent).allMatch(EmitResponse::hasAcknowledgement);
  }

  private long stored() {
    String head =
        JournalClient.of(channel, Permission.PERMISSION_READ)
            .stub()
            .getJournal(GetJournalRequest.getDefaultInstance())
            .getHead();
    return Position.parse(head).components().values().stream().mapToLong(Long::longValue).sum();
  }

  private Answers open(int requested) {
    Answers answers = new Answers(requested);
    JournalServiceGrpc.newStub(channel)
        .withCallCredentials(new BearerToken(TestTokens.token(Permission.PERMISSION_EMIT)))
        .emit(answers);
    return answers;
  }

  private static final class Answers implements ClientResponseObserver<EmitRequest, EmitResponse> {
    final List<EmitResponse> received = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> completed = new CompletableFuture<>();
    private final int requested;
    ClientCallStreamObserver<EmitRequest> call;

    Answers(int requested) {
      this.requested = requested;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<EmitRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(requested);
    }

    void send(Batch batch) {
      call.onNext(EmitRequest.newBuilder().setBatch(batch).build());
    }

    boolean isReadyWithin(Duration patience) {
      if (call.isReady()) {
        return true;
      }
      try {
        await().atMost(patience).pollInterval(Duration.ofMillis(1)).until(call::isReady);
        return true;
      } catch (org.awaitility.core.ConditionTimeoutException e) {
        return false;
      }
    }

    @Override
    public void onNext(EmitResponse answer) {
      received.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      completed.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      completed.complete(null);
    }
  }
}
