package io.throughline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.throughline.client.Connection;
import io.throughline.client.Emitter;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.load.postgres.Stores;
import io.throughline.local.doctor.Doctor;
import io.throughline.local.doctor.Finding;
import io.throughline.local.mesh.FreePorts;
import io.throughline.local.mesh.Layout;
import io.throughline.local.mesh.MeshStatus;
import io.throughline.local.mesh.Part;
import io.throughline.local.mesh.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole mesh in processes of its own, as a user starts, kills and stops it. */
class MeshIT {
  private static final Path HOME = Path.of(System.getProperty("throughline.home"));
  private static final Duration HEALED = Duration.ofMinutes(2);

  @TempDir Path directory;
  private final Ports ports = FreePorts.find();
  private Path data;

  @BeforeEach
  void chooseDataDirectory() {
    data = directory.resolve("data");
  }

  @AfterEach
  void stop() throws Exception {
    LauncherProcess.start(HOME, data, "down").exitCode();
  }

  @Test
  void keepsWhatWasEmittedOverDownAndUp() throws Exception {
    // Given
    LauncherProcess first = up().awaitReady();
    emit("kept");
    // When
    assertThat(LauncherProcess.start(HOME, data, "down").exitCode()).isZero();
    first.exitCode();
    assertThat(states()).containsOnly(Part.State.STOPPED);
    up().awaitReady();
    // Then
    awaitJournal("experiments/kept");
  }

  @Test
  void theDoctorFindsAWellMeshWellAndNamesWhatIsNot() throws Exception {
    // Given
    up().awaitReady();
    emit("well");
    await()
        .atMost(HEALED)
        .until(
            () ->
                new Doctor(Layout.of(data))
                    .findings().stream()
                        .anyMatch(
                            finding -> finding.message().contains("graph: 0 positions behind")));
    // When, Then
    await()
        .atMost(HEALED)
        .untilAsserted(
            () ->
                assertThat(new Doctor(Layout.of(data)).findings())
                    .allMatch(
                        finding ->
                            finding.level() == Finding.Level.OK || finding.check().equals("disk"))
                    .extracting(Finding::check)
                    .contains(
                        "mesh",
                        "ingest-service",
                        "lineage-service",
                        "selection-service",
                        "database",
                        "settings",
                        "schema",
                        "journal",
                        "generation",
                        "cursors",
                        "quarantine",
                        "outbox"));
    // Given
    Stores stores =
        new Stores(
            "127.0.0.1:" + ports.postgres(),
            "postgres",
            Files.readString(data.resolve("pg18.password")).strip());
    execute(stores, "ingest", "ALTER ROLE ingest SET synchronous_commit = off");
    execute(stores, "ingest", "UPDATE partition_head SET position = 0");
    // When
    LauncherProcess doctor = LauncherProcess.start(HOME, data, "doctor");
    // Then
    assertThat(doctor.exitCode()).isEqualTo(3);
    assertThat(doctor.output())
        .contains("error    settings", "synchronous_commit=off")
        .contains("error    cursors", "diverged")
        .doesNotContain("\tat ");
  }

  private static void execute(Stores stores, String database, String statement) throws Exception {
    try (java.sql.Connection connection = stores.connect(database);
        Statement execution = connection.createStatement()) {
      execution.execute(statement);
    }
  }

  @Test
  void endsTheOrphansOfAKilledLauncherAndGoesOnWithTheirData() throws Exception {
    // Given
    LauncherProcess killed = up().awaitReady();
    emit("kept");
    Map<String, Long> orphans = processes();
    killed.kill();
    assertThat(processes()).containsAllEntriesOf(without("launcher", orphans));
    // When
    up().awaitReady();
    // Then
    assertThat(orphans.values())
        .noneMatch(pid -> ProcessHandle.of(pid).flatMap(MeshIT::command).isPresent());
    awaitJournal("experiments/kept");
  }

  @Test
  void bringsBackEveryPartThatIsKilled() throws Exception {
    // Given
    up().awaitReady();
    emit("before");
    for (String part :
        List.of("postgres", "ingest-service", "lineage-service", "selection-service")) {
      long killed = processes().get(part);
      // When
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      // Then
      await()
          .atMost(HEALED)
          .until(() -> ready() && processes().getOrDefault(part, killed) != killed);
    }
    emit("after");
    awaitJournal("experiments/before", "experiments/after");
  }

  @Test
  void refusesADirectoryThatIsInUseAndSaysByWhom() throws Exception {
    // Given
    LauncherProcess first = up().awaitReady();
    // When
    LauncherProcess second = LauncherProcess.start(HOME, data, "up");
    // Then
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.output())
        .contains("already runs", "process " + first.pid(), "./throughline down", "--data")
        .doesNotContain("\tat ");
    assertThat(first.isAlive()).isTrue();
  }

  @Test
  void namesATakenPortAndTheOption() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(ports.base() + 1, 1, InetAddress.getByName("127.0.0.1"))) {
      // When
      LauncherProcess up = up();
      // Then
      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.output())
          .contains("port " + taken.getLocalPort(), "lineage-service", "--port")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void refusesDataOfAnotherPostgresVersion() throws Exception {
    // Given
    Files.createDirectories(data.resolve("pg17"));
    Files.writeString(data.resolve("pg17/PG_VERSION"), "17\n");
    // When
    LauncherProcess up = up();
    // Then
    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.output()).contains("PostgreSQL 17", "pg_upgrade").doesNotContain("\tat ");
  }

  @Test
  void saysHowToBuildAServiceThatIsMissing() throws Exception {
    // When
    LauncherProcess up = LauncherProcess.start(directory, data, "up");
    // Then
    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.output())
        .contains("quarkus-run.jar is missing", "./mvnw")
        .doesNotContain("\tat ");
  }

  private LauncherProcess up() {
    return LauncherProcess.start(HOME, data, "up", "--port", Integer.toString(ports.base()));
  }

  private void emit(String experiment) {
    try (Emitter emitter = Emitter.connect("mesh-test", connection(), Clock.systemUTC())) {
      emitter.experiment(experiment).declare(experiment, "What survives?");
    }
  }

  /** Follows the journal from its start until it has told these scopes, a batch each. */
  private void awaitJournal(String... scopes) throws InterruptedException {
    ManagedChannel channel = connection().open();
    try {
      await()
          .atMost(HEALED)
          .ignoreException(StatusRuntimeException.class)
          .untilAsserted(
              () -> assertThat(journal(channel, scopes.length)).containsExactlyInAnyOrder(scopes));
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  /** The scopes of the first batches. */
  private static List<String> journal(ManagedChannel channel, int batches) {
    Iterator<FollowResponse> responses =
        JournalServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .follow(FollowRequest.getDefaultInstance());
    List<String> scopes = new ArrayList<>();
    while (scopes.size() < batches) {
      FollowResponse response = responses.next();
      if (response.hasBatch()) {
        scopes.add(response.getBatch().getBatch().getScope());
      }
    }
    return scopes;
  }

  private Connection connection() {
    return new Connection(
        "127.0.0.1:" + ports.base(), Optional.of(data.resolve("tokens/local")), HEALED);
  }

  private List<Part> parts() {
    return MeshStatus.of(Layout.of(data), ports.base()).parts();
  }

  private List<Part.State> states() {
    return parts().stream().map(Part::state).toList();
  }

  private boolean ready() {
    return states().stream().allMatch(Part.State.READY::equals);
  }

  private Map<String, Long> processes() {
    return parts().stream()
        .filter(part -> part.pid().isPresent())
        .collect(Collectors.toMap(Part::name, part -> part.pid().orElseThrow()));
  }

  private static Map<String, Long> without(String part, Map<String, Long> processes) {
    return processes.entrySet().stream()
        .filter(process -> !process.getKey().equals(part))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Optional<String> command(ProcessHandle process) {
    return process.info().command();
  }
}
