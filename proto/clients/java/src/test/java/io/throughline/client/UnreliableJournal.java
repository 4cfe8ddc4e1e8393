package io.throughline.client;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceImplBase;
import io.throughline.ingest.v1.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A server on a real port that counts batches as the journal does, and breaks streams as often and
 * as told: before it takes the batch, or after that and before it answers.
 */
final class UnreliableJournal extends JournalServiceImplBase implements AutoCloseable {

  static final String FORBIDDEN = "forbidden";

  private final Server server;
  private final List<Batch> received = new ArrayList<>();
  private final List<Batch> accepted = new ArrayList<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final List<String> tokens = new ArrayList<>();
  private int breaksBefore;
  private int breaksAfter;
  private boolean away;

  UnreliableJournal() throws IOException {
    server = NettyServerBuilder.forPort(0).addService(this).intercept(tokenNote()).build().start();
  }

  String address() {
    return "localhost:" + server.getPort();
  }

  /** Breaks the stream instead of taking the next batches. */
  synchronized void breakBefore(int times) {
    breaksBefore = times;
  }

  /** Takes the next batches, and breaks the stream instead of answering. */
  synchronized void breakAfter(int times) {
    breaksAfter = times;
  }

  /** Goes away, or comes back. */
  synchronized void away(boolean isAway) {
    away = isAway;
  }

  /** What came, in order, with what came twice. */
  synchronized List<Batch> received() {
    return List.copyOf(received);
  }

  /** What it holds. */
  synchronized List<Batch> accepted() {
    return List.copyOf(accepted);
  }

  /** The events that it holds. */
  List<Event> events() {
    return accepted().stream().flatMap(batch -> batch.getEventsList().stream()).toList();
  }

  /** The token of each stream. */
  synchronized List<String> tokens() {
    return List.copyOf(tokens);
  }

  @Override
  public StreamObserver<EmitRequest> emit(StreamObserver<EmitResponse> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(EmitRequest request) {
        take(request.getBatch(), answers);
      }

      @Override
      public void onError(Throwable broken) {}

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  private synchronized void take(Batch batch, StreamObserver<EmitResponse> answers) {
    received.add(batch);
    if (away || breaksBefore > 0) {
      breaksBefore -= away ? 0 : 1;
      answers.onError(io.grpc.Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    EmitResponse.Builder answer = answer(batch);
    if (breaksAfter > 0) {
      breaksAfter--;
      answers.onError(io.grpc.Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    answers.onNext(
        answer
            .setScope(batch.getScope())
            .setProducer(batch.getProducer())
            .setEpoch(batch.getEpoch())
            .setNumber(batch.getNumber())
            .build());
  }

  private EmitResponse.Builder answer(Batch batch) {
    for (int i = 0; i < batch.getEventsCount(); i++) {
      if (batch.getEvents(i).getExperimentDeclared().getDisplayName().equals(FORBIDDEN)) {
        return refusal(
            Code.INVALID_ARGUMENT,
            ErrorInfo.newBuilder().setReason("FIELDS_INVALID").build(),
            BadRequest.newBuilder()
                .addFieldViolations(
                    BadRequest.FieldViolation.newBuilder()
                        .setField("events[%d].experiment_declared.display_name".formatted(i))
                        .setDescription("is forbidden"))
                .build());
      }
    }
    String key = batch.getScope() + " " + batch.getProducer() + " " + batch.getEpoch();
    long expected = numbers.getOrDefault(key, 0L) + 1;
    if (batch.getNumber() > expected) {
      return refusal(
          Code.OUT_OF_RANGE,
          ErrorInfo.newBuilder()
              .setReason("NUMBER_GAP")
              .putMetadata("expected", Long.toString(expected))
              .build(),
          BadRequest.getDefaultInstance());
    }
    if (batch.getNumber() == expected) {
      numbers.put(key, expected);
      accepted.add(batch);
    }
    return EmitResponse.newBuilder()
        .setAcknowledgement(Acknowledgement.newBuilder().setPosition("0:" + accepted.size()));
  }

  private static EmitResponse.Builder refusal(Code code, ErrorInfo info, BadRequest faults) {
    return EmitResponse.newBuilder()
        .setRefusal(
            Refusal.newBuilder()
                .setStatus(
                    Status.newBuilder()
                        .setCode(code.getNumber())
                        .setMessage("refused")
                        .addDetails(Any.pack(info))
                        .addDetails(Any.pack(faults))));
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
