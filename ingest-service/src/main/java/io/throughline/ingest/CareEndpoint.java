package io.throughline.ingest;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.throughline.ingest.redaction.Redaction;
import io.throughline.ingest.retention.Followers;
import io.throughline.ingest.v1.CareServiceGrpc;
import io.throughline.ingest.v1.RedactBatchesRequest;
import io.throughline.ingest.v1.RedactBatchesResponse;
import io.throughline.ingest.v1.ReportCursorsRequest;
import io.throughline.ingest.v1.ReportCursorsResponse;
import io.throughline.server.access.Caller;

/** The gRPC service that cares for the journal. */
@GrpcService
public class CareEndpoint extends CareServiceGrpc.CareServiceImplBase {
  private final Redaction redaction;
  private final Followers followers;

  CareEndpoint(Redaction redaction, Followers followers) {
    this.redaction = redaction;
    this.followers = followers;
  }

  @Override
  public void redactBatches(
      RedactBatchesRequest request, StreamObserver<RedactBatchesResponse> answer) {
    Answers.send(
        redaction
            .redact(Caller.current(), request)
            .map(
                position ->
                    RedactBatchesResponse.newBuilder().setPosition(position.toString()).build()),
        answer);
  }

  @Override
  public void reportCursors(
      ReportCursorsRequest request, StreamObserver<ReportCursorsResponse> answer) {
    Answers.send(
        followers
            .note(Caller.current(), request.getFollower(), request.getCursorsList())
            .replaceWith(ReportCursorsResponse.getDefaultInstance()),
        answer);
  }
}
