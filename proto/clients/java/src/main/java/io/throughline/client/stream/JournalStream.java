package io.throughline.client.stream;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceStub;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One {@code Emit} stream: batches in, answers out, until it breaks. */
final class JournalStream implements ClientResponseObserver<EmitRequest, EmitResponse> {

  private final Queue<EmitResponse> answers = new ConcurrentLinkedQueue<>();
  private final Runnable wake;
  private final long opened = System.nanoTime();
  private ClientCallStreamObserver<EmitRequest> requests;
  private volatile Status end;

  private JournalStream(Runnable wake) {
    this.wake = wake;
  }

  /**
   * Opens a stream; it may still break before it reaches a server.
   *
   * @param wake called from another thread when there is an answer, or room for a batch
   */
  static JournalStream open(JournalServiceStub journal, Runnable wake) {
    JournalStream stream = new JournalStream(wake);
    journal.emit(stream);
    return stream;
  }

  /** When it was opened, by {@link System#nanoTime}. */
  long opened() {
    return opened;
  }

  boolean hasRoom() {
    return end == null && requests.isReady();
  }

  void send(EmitRequest request) {
    requests.onNext(request);
  }

  /** The next answer, or null. */
  EmitResponse poll() {
    return answers.poll();
  }

  /** Why it ended, or null while it lives. Answers that came before may still be there. */
  Status end() {
    return end;
  }

  /** Says that no more batches come; the server ends the stream. */
  void complete() {
    requests.onCompleted();
  }

  /** Breaks it. */
  void cancel(String reason) {
    requests.cancel(reason, null);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<EmitRequest> stream) {
    requests = stream;
    requests.setOnReadyHandler(wake);
  }

  @Override
  public void onNext(EmitResponse answer) {
    answers.add(answer);
    wake.run();
  }

  @Override
  public void onError(Throwable broken) {
    end = Status.fromThrowable(broken);
    wake.run();
  }

  @Override
  public void onCompleted() {
    end = Status.OK;
    wake.run();
  }
}
