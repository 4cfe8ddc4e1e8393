package io.throughline.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.Journal;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceBlockingStub;
import io.throughline.server.peer.PeerChannels;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitedConnectionsTest {
  private Server server;
  private ManagedChannel channel;

  private record Limits(int calls, int headerBytes, Duration maxAge, Duration grace)
      implements ConnectionLimits {}

  /** Follows for ever. No class of its own, which Quarkus would take for a service of its tests. */
  private static ServerServiceDefinition endless() {
    return ServerServiceDefinition.builder(JournalServiceGrpc.SERVICE_NAME)
        .addMethod(
            JournalServiceGrpc.getFollowMethod(),
            ServerCalls.asyncServerStreamingCall(
                (request, steps) -> steps.onNext(FollowResponse.getDefaultInstance())))
        .addMethod(
            JournalServiceGrpc.getGetJournalMethod(),
            ServerCalls.asyncUnaryCall(
                (request, answer) -> {
                  answer.onNext(Journal.getDefaultInstance());
                  answer.onCompleted();
                }))
        .build();
  }

  @BeforeEach
  void serve() throws IOException {
    NettyServerBuilder builder = NettyServerBuilder.forPort(0).addService(endless());
    new LimitedConnections(new Limits(100, 8192, Duration.ofMillis(200), Duration.ofMillis(200)))
        .limit(builder);
    server = builder.build().start();
    channel = PeerChannels.channel("localhost:" + server.getPort());
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void theStreamsOfAnOldConnectionAreBrokenOffAndTheNextCallConnectsAnew() {
    JournalServiceBlockingStub stub =
        JournalServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);

    StatusRuntimeException ended =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                stub.follow(FollowRequest.getDefaultInstance())
                    .forEachRemaining(step -> assertThat(step).isNotNull()));
    Journal afterwards = stub.getJournal(GetJournalRequest.getDefaultInstance());

    assertThat(ended.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(afterwards).isEqualTo(Journal.getDefaultInstance());
  }
}
