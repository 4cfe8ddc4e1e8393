package io.throughline.ingest;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.throughline.ingest.trace.Traces;
import io.throughline.ingest.v1.TraceBatchRequest;
import io.throughline.ingest.v1.TraceBatchResponse;
import io.throughline.ingest.v1.TraceServiceGrpc;
import io.throughline.server.access.Caller;

/** The gRPC service that finds batches. */
@GrpcService
public class TraceEndpoint extends TraceServiceGrpc.TraceServiceImplBase {
  private final Traces traces;

  TraceEndpoint(Traces traces) {
    this.traces = traces;
  }

  @Override
  public void traceBatch(TraceBatchRequest request, StreamObserver<TraceBatchResponse> answer) {
    Answers.send(traces.find(Caller.current().oneTenant(), request), answer);
  }
}
