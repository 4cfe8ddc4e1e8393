package io.throughline.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.throughline.cli.Throughline;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.BatchesRedacted;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.AppendResponse;
import io.throughline.ingest.v1.JournalBatch;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.ingest.v1.Tombstone;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
  private static final String SCOPE = "experiments/e";
  private static final Event DECLARED =
      Event.newBuilder()
          .setExperimentDeclared(ExperimentDeclared.newBuilder().setName(SCOPE))
          .build();

  @TempDir Path directory;

  /** What a journal was asked to append. */
  private static final class Asked extends JournalServiceGrpc.JournalServiceImplBase {
    private final List<Batch> batches = new ArrayList<>();

    @Override
    public void append(AppendRequest request, StreamObserver<AppendResponse> out) {
      batches.add(request.getBatch());
      out.onNext(
          AppendResponse.newBuilder()
              .setAcknowledgement(Acknowledgement.newBuilder().setPosition("0:" + batches.size()))
              .build());
      out.onCompleted();
    }
  }

  @Test
  void keepsProducersNumbersAndTimesAndClosesUpOverTombstones() throws Exception {
    Path file = directory.resolve("e.tlx");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      told("p", 1, DECLARED).writeDelimitedTo(out);
      told("p", 2).toBuilder()
          .setTombstone(Tombstone.TOMBSTONE_REDACTED)
          .build()
          .writeDelimitedTo(out);
      told("p", 3, DECLARED).writeDelimitedTo(out);
      told("q", 1, DECLARED).writeDelimitedTo(out);
      told(
              "care",
              1,
              Event.newBuilder().setBatchesRedacted(BatchesRedacted.getDefaultInstance()).build())
          .writeDelimitedTo(out);
    }
    Asked journal = new Asked();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(journal)
            .build()
            .start();
    try {
      StringWriter out = new StringWriter();
      int code =
          Throughline.run(
              new PrintWriter(out, true),
              new PrintWriter(out, true),
              "import",
              file.toString(),
              "--server",
              "127.0.0.1:1",
              "--ingest",
              "127.0.0.1:" + server.getPort(),
              "--token",
              "t");

      assertThat(code).as(out.toString()).isZero();
      assertThat(out.toString())
          .contains("Appended 3 batches; 0 were there already, 2 have no content any more.");
    } finally {
      server.shutdownNow();
    }
    assertThat(journal.batches)
        .extracting(Batch::getProducer, Batch::getNumber)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("p", 1L),
            org.assertj.core.groups.Tuple.tuple("p", 2L),
            org.assertj.core.groups.Tuple.tuple("q", 1L));
    assertThat(journal.batches)
        .allSatisfy(batch -> assertThat(batch.getValidTime().getSeconds()).isEqualTo(1_000));
  }

  @Test
  void saysWhatIsNoExport() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "hello");
    Path broken = directory.resolve("broken");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(broken))) {
      told("p", 1, DECLARED).writeDelimitedTo(out);
    }
    byte[] whole = Files.readAllBytes(broken);
    Files.write(broken, Arrays.copyOf(whole, whole.length - 9));

    assertThat(failure(text)).contains("is not what 'export' writes");
    assertThat(failure(directory.resolve("none"))).contains("there is no file");
    assertThat(failure(broken)).contains("the file is broken");
  }

  @Test
  void knowsWhereEveryPartitionEnds() {
    assertThat(Export.heads("0:12,3:7")).isEqualTo(Map.of(0, 12L, 3, 7L));
    assertThat(Export.heads("")).isEmpty();
  }

  private static String failure(Path file) {
    StringWriter err = new StringWriter();
    int code =
        Throughline.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "import",
            file.toString(),
            "--server",
            "127.0.0.1:1",
            "--token",
            "t");
    assertThat(code).isEqualTo(Throughline.ERROR);
    return err.toString();
  }

  private static JournalBatch told(String producer, long number, Event... events) {
    return JournalBatch.newBuilder()
        .setBatch(
            Batch.newBuilder()
                .setScope(SCOPE)
                .setProducer(producer)
                .setEpoch(1)
                .setNumber(number)
                .addAllEvents(List.of(events)))
        .setAppendTime(com.google.protobuf.util.Timestamps.fromSeconds(1_000))
        .build();
  }
}
