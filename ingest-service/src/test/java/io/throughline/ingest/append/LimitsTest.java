package io.throughline.ingest.append;

import static io.throughline.ingest.testing.Events.batch;
import static io.throughline.ingest.testing.Events.run;
import static io.throughline.ingest.testing.Events.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.FigureChunkSent;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.peer.PeerChannels;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a call and its batch may be as a whole, each at its limit and beyond. */
@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class LimitsTest {
  private static final int MESSAGE_BYTES = 4 << 20;
  private static final int CALLS = 100;
  private static final int DEPTH = 100;

  @GrpcClient("journal")
  Channel channel;

  @ConfigProperty(name = "quarkus.grpc.clients.journal.port")
  int port;

  private JournalClient client;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
  }

  @Test
  void aMessageHasAtMostFourMebibytes() {
    Batch largest = ofSize("limit-size", MESSAGE_BYTES);
    Batch tooLarge = ofSize("limit-size-beyond", MESSAGE_BYTES + 1);

    assertThat(client.append(largest).getDuplicate()).isFalse();
    assertThat(client.refusal(tooLarge)).isNotNull();
    assertThat(client.append(runs("limit-size-beyond", "p", 1, "a")).getDuplicate()).isFalse();
  }

  /** A batch whose request has so many bytes. */
  private static Batch ofSize(String experiment, int size) {
    int content = size / 5;
    Batch guess = chunks(experiment, content);
    return chunks(experiment, content + size - requestSize(guess));
  }

  private static int requestSize(Batch batch) {
    return AppendRequest.newBuilder().setBatch(batch).build().getSerializedSize();
  }

  private static Batch chunks(String experiment, int lastContent) {
    Batch.Builder batch = batch("experiments/" + experiment, "p", 1);
    for (int index = 0; index < 5; index++) {
      batch.addEvents(
          Event.newBuilder()
              .setFigureChunkSent(
                  FigureChunkSent.newBuilder()
                      .setFigure("experiments/%s/figures/f".formatted(experiment))
                      .setDigest("sha256:" + "0".repeat(64))
                      .setIndex(index)
                      .setContent(
                          ByteString.copyFrom(
                              new byte[index < 4 ? MESSAGE_BYTES / 5 : lastContent]))));
    }
    return batch.build();
  }

  /** A follower's response wraps the batch once more: what just fits here would not fit there. */
  @Test
  void aMessageIsNestedNoDeeperThanTheContract() {
    assertThat(Errors.fields(client.refusal(nested("limit-depth", 1))))
        .containsExactly("events[0]");
    assertThat(Errors.fields(client.refusal(nested("limit-depth", DEPTH - 2))))
        .containsExactly("events[0]");
    assertThat(client.refusal(nested("limit-depth", DEPTH - 1))).isNotNull();
    assertThat(client.append(runs("limit-depth", "p", 1, "a")).getDuplicate()).isFalse();
  }

  private static Batch nested(String experiment, int groups) {
    UnknownFieldSet fields = UnknownFieldSet.getDefaultInstance();
    for (int i = 0; i < groups; i++) {
      fields =
          UnknownFieldSet.newBuilder()
              .addField(1_000, UnknownFieldSet.Field.newBuilder().addGroup(fields).build())
              .build();
    }
    return batch("experiments/" + experiment, "p", 1)
        .addEvents(run(experiment, "a").toBuilder().setUnknownFields(fields))
        .build();
  }

  @Test
  void headersHaveAtMostEightKibibytes() {
    JournalServiceGrpc.JournalServiceBlockingStub reader =
        JournalClient.of(channel, Permission.PERMISSION_READ).stub();

    assertThatCode(
            () ->
                reader
                    .withInterceptors(padding(6 << 10))
                    .getJournal(GetJournalRequest.getDefaultInstance()))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                reader
                    .withInterceptors(padding(8 << 10))
                    .getJournal(GetJournalRequest.getDefaultInstance()));
  }

  private static ClientInterceptor padding(int bytes) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("padding", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(bytes));
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  @Test
  void aConnectionHasAtMostAHundredCallsAtOnce() {
    ManagedChannel connection = PeerChannels.channel("localhost:" + port);
    try {
      JournalClient reader = JournalClient.of(connection, Permission.PERMISSION_READ);
      List<StreamObserver<EmitRequest>> streams = new ArrayList<>();
      for (int i = 0; i < CALLS - 1; i++) {
        streams.add(openStream(connection));
      }
      assertThatCode(() -> reader.stub().getJournal(GetJournalRequest.getDefaultInstance()))
          .doesNotThrowAnyException();
      streams.add(openStream(connection));

      StatusRuntimeException waited =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  reader
                      .stub()
                      .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                      .getJournal(GetJournalRequest.getDefaultInstance()));
      streams.get(0).onCompleted();

      assertThat(waited.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThatCode(() -> reader.stub().getJournal(GetJournalRequest.getDefaultInstance()))
          .doesNotThrowAnyException();
    } finally {
      connection.shutdownNow();
    }
  }

  private static StreamObserver<EmitRequest> openStream(Channel connection) {
    return ClientCalls.asyncBidiStreamingCall(
        connection.newCall(
            JournalServiceGrpc.getEmitMethod(),
            CallOptions.DEFAULT.withCallCredentials(
                new BearerToken(TestTokens.token(Permission.PERMISSION_EMIT)))),
        new StreamObserver<EmitResponse>() {
          @Override
          public void onNext(EmitResponse response) {}

          @Override
          public void onError(Throwable failure) {}

          @Override
          public void onCompleted() {}
        });
  }

  @Test
  void aCallThatIsLateAlreadyAppendsNothing() {
    Batch late = runs("limit-deadline", "p", 1, "late");

    StatusRuntimeException failed =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                client
                    .stub()
                    .withDeadlineAfter(-1, TimeUnit.SECONDS)
                    .append(AppendRequest.newBuilder().setBatch(late).build()));

    assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(client.append(runs("limit-deadline", "p", 1, "other")).getDuplicate()).isFalse();
  }

  @Test
  void aBatchHasAtLeastOneEventAndAtMostTenThousand() {
    Batch.Builder batch = batch("experiments/limit-events", "p", 1);
    StatusRuntimeException empty = client.refusal(batch.build());
    for (int i = 0; i < 10_000; i++) {
      batch.addEvents(run("limit-events", "r" + i));
    }

    assertThat(client.append(batch.build()).getDuplicate()).isFalse();
    StatusRuntimeException full =
        client.refusal(batch.setNumber(2).addEvents(run("limit-events", "r")).build());

    assertThat(Errors.fields(empty)).containsExactly("events");
    assertThat(Errors.fields(full)).containsExactly("events");
  }
}
