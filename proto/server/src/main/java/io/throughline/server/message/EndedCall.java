package io.throughline.server.message;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that may be ended from outside of its service, which may be answering on another thread
 * just then: whatever the service says afterwards goes nowhere, as in a call that was cancelled.
 *
 * @param <Q> the request
 * @param <R> the response
 */
final class EndedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
  private boolean ended;
  private boolean closed;

  EndedCall(ServerCall<Q, R> call) {
    super(call);
  }

  /** Closes the call for the service. */
  synchronized void end(Status status, Metadata trailers) {
    close(status, trailers);
    ended = true;
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!ended) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public synchronized void sendMessage(R message) {
    if (!ended) {
      super.sendMessage(message);
    }
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (!closed) {
      closed = true;
      super.close(status, trailers);
    }
  }

  @Override
  public synchronized boolean isCancelled() {
    return ended || super.isCancelled();
  }
}
