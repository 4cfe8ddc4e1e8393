package io.throughline.server.message;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * Reads requests, and gives {@link Malformed} for bytes that are none. gRPC itself would end such a
 * call from outside of every interceptor, as UNKNOWN and without a word about the bytes.
 *
 * @param <Q> the request
 */
final class RequestMarshaller<Q> implements PrototypeMarshaller<Q> {
  private final PrototypeMarshaller<Q> messages;

  RequestMarshaller(PrototypeMarshaller<Q> messages) {
    this.messages = messages;
  }

  /** A request, or in its place what is known of the bytes. */
  @Override
  @SuppressWarnings("unchecked")
  public Q parse(InputStream bytes) {
    try {
      return messages.parse(bytes);
    } catch (StatusRuntimeException e) {
      if (e.getCause() instanceof InvalidProtocolBufferException fault) {
        // A call knows its types only by name: MalformedInterceptor sees to it that nobody is given
        // this as a request.
        return (Q) new Malformed(fault.getMessage());
      }
      throw e;
    }
  }

  @Override
  public InputStream stream(Q request) {
    return messages.stream(request);
  }

  @Override
  public Class<Q> getMessageClass() {
    return messages.getMessageClass();
  }

  @Override
  public Q getMessagePrototype() {
    return messages.getMessagePrototype();
  }
}
