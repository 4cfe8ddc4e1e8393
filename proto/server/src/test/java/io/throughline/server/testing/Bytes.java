package io.throughline.server.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Sends and receives bytes as they are, whatever the contract says. */
public final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
  private static final byte[] GARBAGE = {'g', 'a', 'r', 'b', 'a', 'g', 'e'};

  /**
   * Calls a method with bytes that are no protobuf. Streams begin like unary calls.
   *
   * @param method its full name
   * @throws io.grpc.StatusRuntimeException as the call fails
   */
  public static void sendGarbage(Channel channel, String method, String token) {
    MethodDescriptor<byte[], byte[]> unary =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(method)
            .build();
    ClientCalls.blockingUnaryCall(
        channel,
        unary,
        CallOptions.DEFAULT.withCallCredentials(new BearerToken(token)),
        GARBAGE.clone());
  }

  @Override
  public InputStream stream(byte[] value) {
    return new ByteArrayInputStream(value);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
