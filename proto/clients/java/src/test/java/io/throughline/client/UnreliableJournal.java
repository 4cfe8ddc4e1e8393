package io.throughline.client;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.AppendResponse;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceImplBase;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A server on a real port that notes every batch, and fails as often and as told. */
final class UnreliableJournal extends JournalServiceImplBase implements AutoCloseable {

  private final Server server;
  private final List<Batch> received = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final Queue<StatusRuntimeException> failures = new ArrayDeque<>();

  UnreliableJournal() throws IOException {
    server = NettyServerBuilder.forPort(0).addService(this).intercept(tokenNote()).build().start();
  }

  String address() {
    return "localhost:" + server.getPort();
  }

  synchronized void failNext(StatusRuntimeException failure, int times) {
    for (int i = 0; i < times; i++) {
      failures.add(failure);
    }
  }

  synchronized void recover() {
    failures.clear();
  }

  synchronized List<Batch> received() {
    return List.copyOf(received);
  }

  synchronized List<String> tokens() {
    return List.copyOf(tokens);
  }

  @Override
  public synchronized void append(AppendRequest request, StreamObserver<AppendResponse> answer) {
    received.add(request.getBatch());
    StatusRuntimeException failure = failures.poll();
    if (failure != null) {
      answer.onError(failure);
      return;
    }
    String position = "0:" + received.size();
    answer.onNext(
        AppendResponse.newBuilder()
            .setAcknowledgement(Acknowledgement.newBuilder().setPosition(position))
            .build());
    answer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ServerInterceptor tokenNote() {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String token =
            headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
        synchronized (UnreliableJournal.this) {
          tokens.add(String.valueOf(token));
        }
        return next.startCall(call, headers);
      }
    };
  }
}
