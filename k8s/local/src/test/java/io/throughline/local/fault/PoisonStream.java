package io.throughline.local.fault;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.JournalServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One {@code Emit} stream over which any bytes may be sent, and its answers one by one. */
final class PoisonStream implements StreamObserver<EmitResponse> {
  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
  private final StreamObserver<byte[]> requests;

  PoisonStream(Channel channel) {
    MethodDescriptor<EmitRequest, EmitResponse> emit = JournalServiceGrpc.getEmitMethod();
    MethodDescriptor<byte[], EmitResponse> raw =
        emit.toBuilder(new Bytes(), emit.getResponseMarshaller()).build();
    requests = ClientCalls.asyncBidiStreamingCall(channel.newCall(raw, CallOptions.DEFAULT), this);
  }

  /** Sends a batch and waits for its answer; a stream that ends instead is an error. */
  EmitResponse send(Batch batch) throws InterruptedException {
    Object answer = sendBytes(EmitRequest.newBuilder().setBatch(batch).build().toByteArray());
    if (answer instanceof EmitResponse response) {
      return response;
    }
    throw new AssertionError("the stream ended: " + answer);
  }

  /** Sends bytes that are to end the stream, and tells with which failure. */
  StatusRuntimeException end(byte[] message) throws InterruptedException {
    Object answer = sendBytes(message);
    if (answer instanceof StatusRuntimeException ended) {
      return ended;
    }
    throw new AssertionError("the stream did not end: " + answer);
  }

  /** A batch whose producer is no UTF-8. */
  static byte[] notUtf8() {
    ByteString producer = ByteString.copyFrom(new byte[] {0x12, 0x02, (byte) 0xC3, 0x28});
    ByteString batch = PoisonEvents.good(1).toByteString().concat(producer);
    return EmitRequest.newBuilder().build().toByteString().concat(field(1, batch)).toByteArray();
  }

  private static ByteString field(int number, ByteString content) {
    ByteString.Output out = ByteString.newOutput();
    out.write(number << 3 | 2);
    int length = content.size();
    while (length > 0x7F) {
      out.write((length & 0x7F) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    return out.toByteString().concat(content);
  }

  /** The reason that a failed call gives, or an empty text. */
  static String reason(StatusRuntimeException failed) {
    Status status = StatusProto.fromThrowable(failed);
    return status == null ? "" : reason(status);
  }

  /** The reason that a refusal gives, or an empty text. */
  static String reason(Status status) {
    return status.getDetailsList().stream()
        .filter(detail -> detail.is(ErrorInfo.class))
        .map(
            detail -> {
              try {
                return detail.unpack(ErrorInfo.class).getReason();
              } catch (InvalidProtocolBufferException e) {
                return "";
              }
            })
        .findFirst()
        .orElse("");
  }

  private Object sendBytes(byte[] message) throws InterruptedException {
    requests.onNext(message);
    return answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void onNext(EmitResponse response) {
    answers.add(response);
  }

  @Override
  public void onError(Throwable fault) {
    answers.add(fault);
  }

  @Override
  public void onCompleted() {
    answers.add("completed");
  }

  /** Bytes as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
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
}
