package io.throughline.ingest;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.throughline.ingest.append.AppendCall;
import io.throughline.ingest.follow.FollowCall;
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
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.access.Caller;

/**
 * The journal's gRPC service. Written against grpc-java's own observers, since its streams depend
 * on flow control, which the reactive stubs do not pass on.
 */
@GrpcService
public class JournalEndpoint extends JournalServiceGrpc.JournalServiceImplBase {
  private final AppendCall appends;
  private final FollowCall follows;

  JournalEndpoint(AppendCall appends, FollowCall follows) {
    this.appends = appends;
    this.follows = follows;
  }

  @Override
  public void append(AppendRequest request, StreamObserver<AppendResponse> answer) {
    appends.append(Caller.current(), request.getBatch(), answer);
  }

  @Override
  public StreamObserver<EmitRequest> emit(StreamObserver<EmitResponse> answers) {
    return appends.emit(Caller.current(), answers);
  }

  @Override
  public void follow(FollowRequest request, StreamObserver<FollowResponse> responses) {
    follows.follow(Caller.current(), request, responses);
  }

  @Override
  public void getBatch(GetBatchRequest request, StreamObserver<GetBatchResponse> answer) {
    Answers.send(follows.batch(Caller.current(), request.getPosition()), answer);
  }

  @Override
  public void getJournal(GetJournalRequest request, StreamObserver<Journal> answer) {
    follows.journal(answer);
  }
}
