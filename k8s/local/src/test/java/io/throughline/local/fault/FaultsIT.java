package io.throughline.local.fault;

import static io.grpc.Status.Code.INTERNAL;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.load.check.Verdict;
import io.throughline.load.drive.Plan;
import io.throughline.local.Progress;
import io.throughline.local.mesh.TestMesh;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * One mesh under load, and everything that may break it. After each fault the journal and the graph
 * are read anew and held against what was sent and acknowledged. The short form runs in every
 * build; {@code -Dfaults=full} is the long one.
 */
@Tag("faults")
class FaultsIT {
  private static final Faults FAULTS = Faults.configured();
  private static final Progress PROGRESS = new Progress(System.out);
  private static final Duration LONGEST = Duration.ofMinutes(25);

  @TempDir static Path directory;
  private static TestMesh mesh;

  @BeforeAll
  static void start() {
    PROGRESS.accept("seed %d; again: %s".formatted(FAULTS.seed(), FAULTS.replay("FaultsIT")));
    mesh =
        new TestMesh(
            Path.of(System.getProperty("throughline.home")), directory.resolve("data"), PROGRESS);
  }

  @AfterAll
  static void stop() throws Exception {
    if (mesh != null) {
      mesh.close();
    }
  }

  /** G1, G2, G3, G4, G5: kill -9 of every service and of PostgreSQL under load. */
  @Test
  void losesAndDoublesNothingHoweverOftenPartsAreKilled(TestInfo test) throws Exception {
    // Given
    long events = FAULTS.times(2_000, 2_000_000);
    Plan plan = plan("kills", 16, 8, FAULTS.of(100, 250), 0.3);
    try (Traffic traffic = Traffic.start(mesh.connection(), plan, history(test))) {
      await().atMost(Duration.ofMinutes(1)).until(() -> traffic.acknowledgedEvents() > 0);
      // When
      Random random = FAULTS.random();
      for (String part : killings(random)) {
        mesh.kill(part);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
      }
      await()
          .atMost(LONGEST)
          .until(() -> traffic.acknowledgedEvents() >= events || traffic.hasFailed());
      traffic.finish();
      // Then
      mesh.awaitReady();
      Verdict verdict =
          traffic.check(mesh.connection(), false, Optional.of(mesh.startAnotherLineage()));
      mesh.stopOthers();
      PROGRESS.accept(
          "after the kills, %d acknowledged events:%n%s"
              .formatted(traffic.acknowledgedEvents(), verdict.text()));
      assertThat(verdict.violations()).isEmpty();
      assertThat(traffic.acknowledgedEvents()).isGreaterThanOrEqualTo(events);
    }
  }

  /** 40 % ingest, 30 % lineage, 30 % selection, and three kills of PostgreSQL for ten of them. */
  private static List<String> killings(Random random) {
    List<String> killings = new ArrayList<>();
    Map.of(
            "ingest-service",
            FAULTS.times(4, 40),
            "lineage-service",
            FAULTS.times(3, 30),
            "selection-service",
            FAULTS.times(3, 30),
            TestMesh.POSTGRES,
            FAULTS.times(3, 30))
        .forEach((part, times) -> killings.addAll(Collections.nCopies(times, part)));
    Collections.sort(killings);
    Collections.shuffle(killings, random);
    return killings;
  }

  /** G3: the answer to what has been committed never comes, and the client sends again. */
  @Test
  void doublesNothingWhoseAcknowledgementIsCut(TestInfo test) throws Exception {
    // Given
    int cuts = FAULTS.times(60, 2_000);
    Random random = FAULTS.random();
    try (Proxy proxy = new Proxy(mesh.ingestPort())) {
      proxy.cutAfter(() -> random.nextInt(20));
      Plan plan = plan("cuts", 16, 16, 400, 0);
      try (Traffic traffic = Traffic.start(mesh.connection(proxy.port()), plan, history(test))) {
        // When
        await().atMost(LONGEST).until(() -> proxy.swallowed() >= cuts || traffic.hasFailed());
        proxy.cutAfter(() -> Integer.MAX_VALUE);
        traffic.finish();
        // Then
        Verdict verdict = traffic.check(mesh.connection(), false, Optional.empty());
        PROGRESS.accept(
            "after %d cut answers, %d acknowledgements of what was there:%n%s"
                .formatted(proxy.swallowed(), traffic.measurements().duplicates(), verdict.text()));
        assertThat(verdict.violations()).isEmpty();
        assertThat(traffic.measurements().duplicates()).isPositive();
      }
    }
  }

  /** G8: a slow connection, and one that is silent for a while, only delay. */
  @Test
  void slowAndSilentConnectionsOnlyDelay(TestInfo test) throws Exception {
    // Given
    int silences = FAULTS.times(2, 20);
    try (Proxy proxy = new Proxy(mesh.ingestPort())) {
      Plan plan = plan("slow", 8, 4, 50, 0);
      try (Traffic traffic = Traffic.start(mesh.connection(proxy.port()), plan, history(test))) {
        Random random = FAULTS.random();
        for (int i = 0; i < silences; i++) {
          // When
          awaitProgress(traffic);
          proxy.slowDown(64_000);
          awaitProgress(traffic);
          proxy.silence(true);
          TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(FAULTS.of(1_500, 10_000)));
          proxy.silence(false);
          proxy.slowDown(Integer.MAX_VALUE);
        }
        awaitProgress(traffic);
        traffic.finish();
        // Then
        Verdict verdict = traffic.check(mesh.connection(), false, Optional.empty());
        assertThat(verdict.violations()).isEmpty();
      }
    }
  }

  private static void awaitProgress(Traffic traffic) {
    long before = traffic.measurements().acknowledged();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> traffic.measurements().acknowledged() > before || traffic.hasFailed());
  }

  /** G11: the journal's clock is ten minutes ahead, then it is set back. */
  @Test
  void aClockThatIsSetBackChangesNeitherOrderNorGraph(TestInfo test) throws Exception {
    // Given
    Plan plan = plan("clock", 8, 4, 100, 0);
    try (Traffic traffic = Traffic.start(mesh.connection(), plan, history(test))) {
      for (int jump = 0; jump < FAULTS.times(2, 20); jump++) {
        awaitProgress(traffic);
        // When
        try (Connection journal = mesh.stores().connect("ingest");
            Statement statement = journal.createStatement()) {
          statement.execute(
              "UPDATE partition_head SET append_time = now() + interval '10 minutes'");
        }
      }
      awaitProgress(traffic);
      traffic.finish();
      // Then
      Verdict verdict = traffic.check(mesh.connection(), true, Optional.empty());
      assertThat(verdict.violations()).isEmpty();
    }
  }

  /** G10: every wrong batch is refused once and clearly; the stream goes on with the next one. */
  @Test
  void refusesEveryPoisonEventAndGoesOn() throws Exception {
    // Given
    Map<String, Batch> poison = PoisonEvents.all();
    Set<String> notRefusedClearly = new LinkedHashSet<>();
    ManagedChannel channel = mesh.connection().openIngest();
    try {
      PoisonStream stream = new PoisonStream(channel);
      long number = 1;
      for (Map.Entry<String, Batch> each : poison.entrySet()) {
        // When
        EmitResponse refused = stream.send(each.getValue());
        EmitResponse accepted = stream.send(PoisonEvents.good(number));
        // Then
        Status status = refused.getRefusal().getStatus();
        if (!Set.of(Code.INVALID_ARGUMENT_VALUE, Code.UNIMPLEMENTED_VALUE)
                .contains(status.getCode())
            || PoisonStream.reason(status).isEmpty()
            || status.getMessage().contains("Exception")) {
          notRefusedClearly.add(each.getKey() + ": " + refused);
        }
        assertThat(accepted.hasAcknowledgement()).as(each.getKey()).isTrue();
        number++;
      }
      PROGRESS.accept(poison.size() + " kinds of poison were sent");
      assertThat(notRefusedClearly).isEmpty();
      assertThat(poison).hasSizeGreaterThanOrEqualTo(200);
    } finally {
      channel.shutdownNow();
    }
  }

  /** G10: what is no message of the contract ends its own stream, and nothing else. */
  @Test
  void whatIsNoMessageEndsOnlyItsOwnStream() throws Exception {
    ManagedChannel channel = mesh.connection().openIngest();
    try {
      // Given
      PoisonStream bystander = new PoisonStream(channel);
      Batch first = PoisonEvents.good(1).toBuilder().setProducer("bystander").build();
      assertThat(bystander.send(first).hasAcknowledgement()).isTrue();
      // When, Then
      for (byte[] message : List.of(PoisonStream.notUtf8(), "garbage".getBytes(UTF_8))) {
        StatusRuntimeException ended = new PoisonStream(channel).end(message);
        assertThat(ended.getStatus().getCode()).isEqualTo(INVALID_ARGUMENT);
        assertThat(PoisonStream.reason(ended)).isEqualTo("MESSAGE_MALFORMED");
        assertThat(bystander.send(first).getAcknowledgement().getDuplicate()).isTrue();
      }
      StatusRuntimeException tooLarge = new PoisonStream(channel).end(new byte[10 << 20]);
      assertThat(tooLarge.getStatus().getCode()).isNotIn(UNKNOWN, INTERNAL);
      assertThat(bystander.send(first).getAcknowledgement().getDuplicate()).isTrue();
    } finally {
      channel.shutdownNow();
    }
  }

  /** Promotions of one alias are linearisable: at most one for each champion. */
  @Test
  @Tag("promotions")
  void promotesAtMostOneForEachChampionThoughPartsAreKilled() throws Exception {
    // Given
    int together = FAULTS.of(8, 100);
    List<List<String>> rounds = promotionKillings(FAULTS.random());
    try (Promotions promotions =
        new Promotions(mesh.connection(), mesh.selection(), together * rounds.size())) {
      // When
      Random random = FAULTS.random();
      for (List<String> parts : rounds) {
        Promotions.Round round = promotions.begin(together);
        for (String part : parts) {
          TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
          mesh.kill(part);
        }
        round.finish();
      }
      mesh.awaitReady();
      // Then
      List<String> moves = promotions.moves();
      PROGRESS.accept(
          "%d promotions of %d candidates, asked again %d times"
              .formatted(moves.size() - 1, together * rounds.size(), promotions.askedAgain()));
      assertThat(promotions.history().violations(moves)).isEmpty();
      assertThat(promotions.answeredOtherwise()).isEmpty();
      assertThat(promotions.moves()).isEqualTo(moves).hasSizeGreaterThan(rounds.size());
    }
  }

  /** What is killed in each round: one part in the short form, all of them in the full one. */
  private static List<List<String>> promotionKillings(Random random) {
    List<String> parts =
        List.of("selection-service", "lineage-service", TestMesh.POSTGRES, "ingest-service");
    if (!FAULTS.full()) {
      return parts.stream().limit(3).map(List::of).toList();
    }
    List<List<String>> rounds = new ArrayList<>();
    for (int i = 0; i < FAULTS.times(3, 10); i++) {
      List<String> all = new ArrayList<>(parts);
      Collections.shuffle(all, random);
      rounds.add(all);
    }
    return rounds;
  }

  private static Plan plan(
      String name, int producers, int streams, double rate, double duplicates) {
    return new Plan(
        name,
        producers,
        producers,
        streams,
        FAULTS.of(2, 4),
        16,
        OptionalDouble.of(rate),
        LONGEST,
        OptionalLong.empty(),
        Duration.ZERO,
        Duration.ofSeconds(60),
        duplicates,
        false,
        FAULTS.seed());
  }

  private static Path history(TestInfo test) {
    return directory.resolve(test.getTestMethod().orElseThrow().getName());
  }
}
