package io.throughline.server.status;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Makes a failure of ours out of everything that a gRPC method throws or fails with, in place of
 * the framework's guess.
 */
@ApplicationScoped
public class FailureHandlerProvider implements ExceptionHandlerProvider {

  @Override
  public <Q, R> ExceptionHandler<Q, R> createHandler(
      ServerCall.Listener<Q> listener, ServerCall<Q, R> call, Metadata headers) {
    return new ExceptionHandler<>(listener, call, headers) {
      @Override
      protected void handleException(Throwable thrown, ServerCall<Q, R> call, Metadata headers) {
        StatusRuntimeException failure = Failures.of(thrown);
        call.close(failure.getStatus(), Failures.trailersOf(failure));
      }
    };
  }

  @Override
  public Throwable transform(Throwable thrown) {
    return Failures.of(thrown);
  }
}
