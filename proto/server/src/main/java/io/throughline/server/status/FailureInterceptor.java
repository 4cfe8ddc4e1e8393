package io.throughline.server.status;

import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The last thing that an answer passes on its way out: a call that fails without a reason of the
 * contract leaves as INTERNAL with an incident's id, never with a stack trace or the text of an
 * exception.
 */
@ApplicationScoped
@GlobalInterceptor
public class FailureInterceptor implements ServerInterceptor {

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return next.startCall(
        new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            boolean fault =
                status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.INTERNAL;
            if (fault && !Failure.explained(trailers)) {
              StatusRuntimeException failure =
                  Failures.of(
                      status.getCause() == null ? status.asRuntimeException() : status.getCause());
              super.close(failure.getStatus(), Failures.trailersOf(failure));
            } else {
              super.close(status, trailers);
            }
          }
        },
        headers);
  }
}
