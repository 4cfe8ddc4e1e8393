package io.throughline.ingest.append;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.AppendResponse;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.server.access.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The RPCs that append: {@code Append} and {@code Emit}. */
@ApplicationScoped
public class AppendCall {
  private final BatchAppend batches;
  private final AppendLimits limits;

  AppendCall(BatchAppend batches, AppendLimits limits) {
    this.batches = batches;
    this.limits = limits;
  }

  /**
   * Appends one batch and answers when it is durable. A batch whose turn comes after the caller's
   * deadline is not appended.
   */
  public void append(Caller caller, Batch batch, StreamObserver<AppendResponse> answer) {
    batches
        .append(caller, AppendTraces.inTraceOfCall(batch), Optional.of(deadline()))
        .thenAccept(
            outcome -> {
              if (outcome.refusal().isPresent()) {
                answer.onError(outcome.refusal().get());
                return;
              }
              answer.onNext(
                  AppendResponse.newBuilder()
                      .setAcknowledgement(outcome.acknowledgement().orElseThrow())
                      .build());
              answer.onCompleted();
            });
  }

  /** Appends the batches of a stream and answers each of them. */
  public StreamObserver<EmitRequest> emit(Caller caller, StreamObserver<EmitResponse> answers) {
    return new EmitStream(
        batch -> batches.append(caller, batch, Optional.empty()),
        (ServerCallStreamObserver<EmitResponse>) answers,
        limits.streamWindow());
  }

  /** The caller's, or where it has none, the longest that a batch waits. */
  private Deadline deadline() {
    Deadline ofCaller = Context.current().getDeadline();
    return ofCaller != null
        ? ofCaller
        : Deadline.after(limits.longestWait().toMillis(), TimeUnit.MILLISECONDS);
  }
}
