package io.throughline.server.validation;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Validates the request of every call that has just one. Where the client streams, a refusal must
 * not end the stream, so the service checks each message itself.
 */
@ApplicationScoped
@GlobalInterceptor
public class ValidationInterceptor implements ServerInterceptor {
  private final Validation validation;

  @Inject
  public ValidationInterceptor(Validation validation) {
    this.validation = validation;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    ServerCall.Listener<Q> listener = next.startCall(call, headers);
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      return listener;
    }
    return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(listener) {
      private boolean refused;

      @Override
      public void onMessage(Q request) {
        try {
          validation.check((Message) request);
        } catch (Failure failure) {
          refused = true;
          call.close(failure.getStatus(), failure.getTrailers());
          return;
        }
        super.onMessage(request);
      }

      @Override
      public void onHalfClose() {
        if (!refused) {
          super.onHalfClose();
        }
      }
    };
  }
}
