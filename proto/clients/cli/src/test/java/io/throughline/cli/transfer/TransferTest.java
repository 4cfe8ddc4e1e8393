package io.throughline.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
    private final Runnable asked;

    Asked(Runnable asked) {
      this.asked = asked;
    }

    @Override
    public void append(AppendRequest request, StreamObserver<AppendResponse> out) {
      asked.run();
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
    write(
        file,
        Map.of(),
        told("p", 1, DECLARED),
        told("p", 2).toBuilder().setTombstone(Tombstone.TOMBSTONE_REDACTED).build(),
        told("p", 3, DECLARED),
        told("q", 1, DECLARED),
        told(
            "care",
            1,
            Event.newBuilder().setBatchesRedacted(BatchesRedacted.getDefaultInstance()).build()));
    Asked journal = new Asked(() -> {});
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
    Path cut = directory.resolve("cut");
    write(cut, Map.of(), told("p", 1, DECLARED));
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length - 9));

    assertThat(failure(text)).contains("is not what 'export' writes");
    assertThat(failure(directory.resolve("none"))).contains("there is no file");
    assertThat(failure(cut)).contains("is not what 'export' writes", "nothing was appended");
  }

  @Test
  void refusesWhatHasAnotherDigest() throws IOException {
    Path misnamed = directory.resolve("misnamed");
    write(misnamed, Map.of("0".repeat(64), "content"), told("p", 1, DECLARED));
    Path changed = directory.resolve("changed");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(changed))) {
      zip.putNextEntry(new ZipEntry(ExportFile.BATCHES));
      told("p", 1, DECLARED).writeDelimitedTo(zip);
      zip.putNextEntry(new ZipEntry(ExportFile.SUMS));
      zip.write(("0".repeat(64) + "  batches\n").getBytes(UTF_8));
    }
    Path lacking = directory.resolve("lacking");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(lacking))) {
      zip.putNextEntry(new ZipEntry(ExportFile.BATCHES));
      zip.putNextEntry(new ZipEntry(ExportFile.SUMS));
      zip.write((sum("") + "  batches\n" + "0".repeat(64) + "  artifacts/x\n").getBytes(UTF_8));
    }

    assertThat(failure(misnamed)).contains("has another digest", "nothing was appended");
    assertThat(failure(changed)).contains("'batches' has another digest");
    assertThat(failure(lacking)).contains("'artifacts/x' is missing");
  }

  @Test
  void carriesArtifactsBeforeTheEventsThatNameThem() throws Exception {
    Path file = directory.resolve("e.tlx");
    write(file, Map.of(sum("bytes"), "bytes", sum(""), ""), told("p", 1, DECLARED));
    List<String> order = new CopyOnWriteArrayList<>();
    Asked journal = new Asked(() -> order.add("batch"));
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(journal)
            .build()
            .start();
    HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    http.createContext(
        "/v1/artifacts/sha256:",
        call -> {
          String content = new String(call.getRequestBody().readAllBytes(), UTF_8);
          order.add(call.getRequestMethod() + " " + content);
          String path = call.getRequestURI().getPath();
          call.sendResponseHeaders(path.endsWith(sum(content)) ? 201 : 400, -1);
          call.close();
        });
    http.start();
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
              "--lineage-http",
              "http://127.0.0.1:" + http.getAddress().getPort(),
              "--token",
              "t");

      assertThat(code).as(out.toString()).isZero();
      assertThat(out.toString()).contains("Stored 2 artifacts.");
    } finally {
      server.shutdownNow();
      http.stop(0);
    }
    assertThat(order).hasSize(3).contains("PUT bytes", "PUT ").endsWith("batch");
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

  private static void write(Path file, Map<String, String> artifacts, JournalBatch... batches)
      throws IOException {
    try (ExportFile out = new ExportFile(Files.newOutputStream(file))) {
      out.add(
          ExportFile.BATCHES,
          part -> {
            for (JournalBatch batch : batches) {
              batch.writeDelimitedTo(part);
            }
          });
      for (Map.Entry<String, String> artifact : artifacts.entrySet()) {
        out.add(
            ExportFile.ARTIFACTS + artifact.getKey(),
            part -> part.write(artifact.getValue().getBytes(UTF_8)));
      }
      out.finish();
    }
  }

  private static String sum(String content) throws IOException {
    return Sha256.of(new ByteArrayInputStream(content.getBytes(UTF_8)));
  }
}
