package io.throughline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.throughline.client.Connection;
import io.throughline.client.EmitReport;
import io.throughline.client.Emitter;
import io.throughline.client.EmitterSettings;
import io.throughline.client.Run;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.local.mesh.FreePorts;
import io.throughline.local.mesh.TestMesh;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java emitter beside a journal that is killed under it, and a journal that gets what a killed
 * emitter had spilled: every point is there once, in order.
 */
@Tag("faults")
class EmitterIT {
  private static final Path HOME = Path.of(System.getProperty("throughline.home"));
  private static final Duration HEALED = Duration.ofMinutes(3);

  @TempDir static Path data;
  private static TestMesh mesh;

  @TempDir Path spill;

  @BeforeAll
  static void start() {
    mesh = new TestMesh(HOME, data, message -> {});
  }

  @AfterAll
  static void stop() throws Exception {
    mesh.close();
  }

  @Test
  void everyPointIsInTheJournalOnceAndInOrderThoughItIsKilled() throws Exception {
    // Given
    AtomicBoolean trains = new AtomicBoolean(true);
    AtomicLong told = new AtomicLong();
    EmitReport report;
    try (Emitter emitter = emitter()) {
      Run run = emitter.experiment("killed-journal").run("r", "train");
      Thread training =
          new Thread(
              () -> {
                while (trains.get()) {
                  long step = told.getAndIncrement();
                  run.metric("loss", step, (double) step);
                  if (step % 100 == 99) {
                    run.parameter("at-" + step, step);
                  }
                  pause();
                }
              });
      training.start();

      // When
      for (String part : List.of("ingest-service", TestMesh.POSTGRES, "ingest-service")) {
        long before = told.get();
        await().atMost(HEALED).until(() -> told.get() > before + 500);
        mesh.kill(part);
      }
      trains.set(false);
      training.join();
      run.close();
      emitter.flush();
      report = emitter.report();
    }

    // Then
    assertThat(report).returns(0L, EmitReport::lost).returns(0L, EmitReport::pendingBatches);
    assertThat(losses("killed-journal")).isEqualTo(steps(told.get()));
    assertThat(spill).isEmptyDirectory();
  }

  @Test
  void theNextProcessDeliversWhatAKilledOneHasSpilled() throws Exception {
    // Given
    long points = 5_000;
    Process killed =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                EmittingProcess.class.getName(),
                "127.0.0.1:" + FreePorts.find().base(),
                spill.toString(),
                "killed-emitter",
                Long.toString(points))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(killed.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo(EmittingProcess.SPILLED);
    } finally {
      killed.destroyForcibly().waitFor();
    }

    // When
    try (Emitter next = emitter()) {
      await()
          .atMost(HEALED)
          .until(() -> next.report().adoptedBatches() > 0 && next.report().pendingBatches() == 0);
      assertThat(next.report().lost()).isZero();
    }

    // Then
    List<Double> losses = losses("killed-emitter");
    assertThat(losses).isNotEmpty().isEqualTo(steps(losses.size()));
    assertThat(spill).isEmptyDirectory();
  }

  private Emitter emitter() {
    return Emitter.connect(
        "emitter-test",
        connection(),
        Clock.systemUTC(),
        EmitterSettings.defaults().withSpill(spill));
  }

  private static Connection connection() {
    return new Connection(
        "127.0.0.1:" + mesh.ingestPort(), Optional.of(mesh.connection().tokenFile()), HEALED);
  }

  private static List<Double> steps(long count) {
    return LongStream.range(0, count).mapToObj(Double::valueOf).toList();
  }

  /** Training takes its time, so that the journal is killed in the middle of it. */
  private static void pause() {
    LockSupport.parkNanos(100_000);
  }

  /** The values of an experiment's points, in the order in which the journal holds them. */
  private static List<Double> losses(String experiment) throws InterruptedException {
    List<Double> losses = new ArrayList<>();
    for (Batch batch : journal()) {
      if (batch.getScope().equals("experiments/" + experiment)) {
        batch.getEventsList().stream()
            .map(Event::getPointsMeasured)
            .map(PointsMeasured::getValuesList)
            .forEach(losses::addAll);
      }
    }
    return losses;
  }

  private static List<Batch> journal() throws InterruptedException {
    ManagedChannel channel = connection().open();
    try {
      var stub =
          JournalServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(HEALED.toSeconds(), TimeUnit.SECONDS)
              .withWaitForReady();
      long left = positions(stub.getJournal(GetJournalRequest.getDefaultInstance()).getHead());
      Iterator<FollowResponse> responses = stub.follow(FollowRequest.getDefaultInstance());
      List<Batch> batches = new ArrayList<>();
      while (batches.size() < left) {
        FollowResponse response = responses.next();
        if (response.hasBatch()) {
          batches.add(response.getBatch().getBatch());
        }
      }
      return batches;
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  /** How many batches a journal holds from its beginning: positions have no gaps. */
  private static long positions(String head) {
    long sum = 0;
    for (String partition : head.split(",", -1)) {
      sum += Long.parseLong(partition.substring(partition.indexOf(':') + 1));
    }
    return sum;
  }
}
