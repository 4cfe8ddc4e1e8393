package io.throughline.ingest.append;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One {@code Emit} stream. Its batches are on their way together, and are answered in the order in
 * which they came. It reads only as many as may be unanswered, and answers only as fast as the
 * client reads, so that a slow database, or a client that does not listen, slows the client down.
 */
final class EmitStream implements StreamObserver<EmitRequest> {
  private final Function<Batch, CompletableFuture<Outcome>> append;
  private final ServerCallStreamObserver<EmitResponse> answers;
  private final Deque<Unanswered> unanswered = new ArrayDeque<>();
  private boolean ended;
  private boolean closed;

  private record Unanswered(EmitResponse.Builder answer, CompletableFuture<Outcome> outcome) {}

  EmitStream(
      Function<Batch, CompletableFuture<Outcome>> append,
      ServerCallStreamObserver<EmitResponse> answers,
      int window) {
    this.append = append;
    this.answers = answers;
    answers.disableAutoRequest();
    answers.setOnReadyHandler(this::answer);
    answers.setOnCancelHandler(this::cancelled);
    answers.request(window);
  }

  @Override
  public void onNext(EmitRequest request) {
    Batch batch = request.getBatch();
    EmitResponse.Builder answer =
        EmitResponse.newBuilder()
            .setScope(batch.getScope())
            .setProducer(batch.getProducer())
            .setEpoch(batch.getEpoch())
            .setNumber(batch.getNumber());
    Unanswered next = new Unanswered(answer, append.apply(batch));
    synchronized (this) {
      unanswered.add(next);
    }
    next.outcome().thenRun(this::answer);
  }

  @Override
  public void onError(Throwable broken) {
    cancelled();
  }

  @Override
  public void onCompleted() {
    synchronized (this) {
      ended = true;
    }
    answer();
  }

  private synchronized void cancelled() {
    closed = true;
    unanswered.clear();
  }

  /** Answers what can be answered in order, and reads as many batches on. */
  private synchronized void answer() {
    int answered = 0;
    while (!closed
        && answers.isReady()
        && !unanswered.isEmpty()
        && unanswered.peek().outcome().isDone()) {
      Unanswered first = unanswered.poll();
      answers.onNext(complete(first.answer(), first.outcome().join()));
      answered++;
    }
    if (answered > 0 && !ended) {
      answers.request(answered);
    }
    if (ended && unanswered.isEmpty() && !closed) {
      closed = true;
      answers.onCompleted();
    }
  }

  private static EmitResponse complete(EmitResponse.Builder answer, Outcome outcome) {
    outcome.acknowledgement().ifPresent(answer::setAcknowledgement);
    outcome
        .refusal()
        .ifPresent(
            refusal -> answer.setRefusal(Refusal.newBuilder().setStatus(refusal.status()).build()));
    return answer.build();
  }
}
