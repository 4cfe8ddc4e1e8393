package io.throughline.server.access;

import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.AppendResponse;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetBatchRequest;
import io.throughline.ingest.v1.GetBatchResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.Journal;
import io.throughline.ingest.v1.JournalService;
import io.throughline.server.status.Failure;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;

/** A service that fails in every way that a service can, as the producer's name asks. */
@GrpcService
public class TestJournal implements JournalService {

  @Override
  public Uni<AppendResponse> append(AppendRequest request) {
    Caller caller = Caller.current();
    return switch (request.getBatch().getProducer()) {
      case "failing-uni" ->
          Uni.createFrom()
              .failure(
                  Failure.of(ErrorReason.ERROR_REASON_NUMBER_GAP, "expected 7")
                      .with("expected", "7"));
      case "failing-uni-fault" ->
          Uni.createFrom().failure(new IllegalArgumentException("secret of the house"));
      case "failing-uni-away" -> Uni.createFrom().failure(ClosedConnectionException.INSTANCE);
      case "throwing-away" -> throw new CompletionException(new ConnectException("refused"));
      case "throwing" -> throw Failure.of(ErrorReason.ERROR_REASON_FENCED, "a later epoch writes");
      case "throwing-fault" -> throw new IllegalStateException("secret of the house");
      case "foreign-status" -> Uni.createFrom().failure(Status.UNKNOWN.asRuntimeException());
      default ->
          Uni.createFrom()
              .item(
                  AppendResponse.newBuilder()
                      .setAcknowledgement(
                          Acknowledgement.newBuilder()
                              .setPosition(caller.subject() + " of " + caller.tenant()))
                      .build());
    };
  }

  @Override
  public Multi<EmitResponse> emit(Multi<EmitRequest> requests) {
    return requests.map(request -> EmitResponse.getDefaultInstance());
  }

  @Override
  public Multi<FollowResponse> follow(FollowRequest request) {
    return Multi.createFrom()
        .failure(
            request.getFollower().equals("away")
                ? ClosedConnectionException.INSTANCE
                : new IllegalArgumentException("secret of the house"));
  }

  @Override
  public Uni<GetBatchResponse> getBatch(GetBatchRequest request) {
    return Uni.createFrom().item(GetBatchResponse.getDefaultInstance());
  }

  @Override
  public Uni<Journal> getJournal(GetJournalRequest request) {
    return Uni.createFrom().item(Journal.getDefaultInstance());
  }
}
