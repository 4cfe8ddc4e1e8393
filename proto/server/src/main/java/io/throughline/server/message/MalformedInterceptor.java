package io.throughline.server.message;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;

/**
 * Ends a call in which something arrives that is no message, before validation and the service see
 * it. To the service the call is cancelled.
 */
@ApplicationScoped
@GlobalInterceptor
public class MalformedInterceptor implements ServerInterceptor, Prioritized {
  private static final int AFTER_ACCESS_BEFORE_VALIDATION = 50;

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    EndedCall<Q, R> ending = new EndedCall<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(ending, headers)) {
      private boolean ended;

      @Override
      public void onMessage(Q message) {
        if (message instanceof Malformed malformed) {
          ended = true;
          Failure failure = malformed.failure(call.getMethodDescriptor().getFullMethodName());
          ending.end(failure.getStatus(), failure.getTrailers());
          super.onCancel();
        } else if (!ended) {
          super.onMessage(message);
        }
      }

      @Override
      public void onHalfClose() {
        if (!ended) {
          super.onHalfClose();
        }
      }

      @Override
      public void onCancel() {
        if (!ended) {
          super.onCancel();
        }
      }

      @Override
      public void onComplete() {
        if (!ended) {
          super.onComplete();
        }
      }

      @Override
      public void onReady() {
        if (!ended) {
          super.onReady();
        }
      }
    };
  }

  @Override
  public int getPriority() {
    return AFTER_ACCESS_BEFORE_VALIDATION;
  }
}
