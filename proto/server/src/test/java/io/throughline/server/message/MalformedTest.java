package io.throughline.server.message;

import static io.throughline.server.testing.TestTokens.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Bytes;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
class MalformedTest {
  private static final byte[] GARBAGE = "garbage".getBytes(UTF_8);

  @GrpcClient("door")
  Channel channel;

  static Stream<MethodDescriptor<?, ?>> methods() {
    return JournalServiceGrpc.getServiceDescriptor().getMethods().stream();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void refusesBytesThatAreNoMessageInWords(MethodDescriptor<?, ?> method) throws Exception {
    StatusRuntimeException ended = (StatusRuntimeException) call(method, GARBAGE).last();

    assertThat(ended.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(ended.getStatus().getDescription()).contains(method.getFullMethodName());
    assertThat(Errors.reason(ended)).isEqualTo("MESSAGE_MALFORMED");
    assertThat(Errors.metadata(ended, "method")).isEqualTo(method.getFullMethodName());
  }

  @Test
  void refusesTextThatIsNoUtf8AndMessagesNestedWithoutEnd() throws Exception {
    byte[] notUtf8 = nested(1, nested(2, ByteString.copyFrom(new byte[] {(byte) 0xC3, 0x28})));
    ByteString deep = ByteString.EMPTY;
    for (int i = 0; i < 200; i++) {
      deep = ByteString.copyFrom(new byte[] {(byte) (15 << 3 | 3)}).concat(deep);
    }
    MethodDescriptor<?, ?> append = JournalServiceGrpc.getAppendMethod();

    assertThat(Errors.reason((Throwable) call(append, notUtf8).last()))
        .isEqualTo("MESSAGE_MALFORMED");
    assertThat(Errors.reason((Throwable) call(append, deep.toByteArray()).last()))
        .isEqualTo("MESSAGE_MALFORMED");
  }

  @Test
  void endsAStreamThatHasWorkedSoFar() throws Exception {
    // Given
    Answers answers =
        call(JournalServiceGrpc.getEmitMethod(), EmitRequest.getDefaultInstance().toByteArray());
    assertThat(answers.next()).isInstanceOf(byte[].class);
    // When
    answers.requests.onNext(GARBAGE);
    answers.requests.onNext(EmitRequest.getDefaultInstance().toByteArray());
    // Then
    assertThat(Errors.reason((Throwable) answers.last())).isEqualTo("MESSAGE_MALFORMED");
  }

  @Test
  void asksForTheTokenFirst() throws Exception {
    Answers answers = new Answers();
    ClientCalls.asyncUnaryCall(
        channel.newCall(raw(JournalServiceGrpc.getAppendMethod()), CallOptions.DEFAULT),
        GARBAGE,
        answers);

    assertThat(Errors.reason((Throwable) answers.last())).isEqualTo("TOKEN_MISSING");
  }

  /** Begins a call with one message, which the stream may go on after. */
  private Answers call(MethodDescriptor<?, ?> method, byte[] message) {
    Answers answers = new Answers();
    CallOptions options =
        CallOptions.DEFAULT.withCallCredentials(new BearerToken(token(Permission.values())));
    var call = channel.newCall(raw(method), options);
    if (method.getType().clientSendsOneMessage()) {
      ClientCalls.asyncServerStreamingCall(call, message, answers);
    } else {
      answers.requests = ClientCalls.asyncBidiStreamingCall(call, answers);
      answers.requests.onNext(message);
    }
    return answers;
  }

  private static MethodDescriptor<byte[], byte[]> raw(MethodDescriptor<?, ?> method) {
    return method.toBuilder(new Bytes(), new Bytes()).build();
  }

  private static byte[] nested(int field, ByteString content) {
    return ByteString.copyFrom(new byte[] {(byte) (field << 3 | 2), (byte) content.size()})
        .concat(content)
        .toByteArray();
  }

  private static byte[] nested(int field, byte[] content) {
    return nested(field, ByteString.copyFrom(content));
  }

  private static final class Answers implements StreamObserver<byte[]> {
    private static final long PATIENCE_SECONDS = 30;
    private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
    private StreamObserver<byte[]> requests;

    Object next() throws InterruptedException {
      return answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** How the call ends. */
    Object last() throws InterruptedException {
      Object answer = next();
      while (answer instanceof byte[]) {
        answer = next();
      }
      return answer;
    }

    @Override
    public void onNext(byte[] response) {
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
  }
}
