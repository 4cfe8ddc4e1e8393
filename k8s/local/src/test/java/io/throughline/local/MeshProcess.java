package io.throughline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.lineage.v1.GetLogicalHashRequest;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.load.postgres.Stores;
import io.throughline.local.mesh.FreePorts;
import io.throughline.local.mesh.Layout;
import io.throughline.local.mesh.MeshStatus;
import io.throughline.local.mesh.Part;
import io.throughline.local.mesh.Ports;
import io.throughline.local.postgres.Postgres;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A mesh in processes of its own. */
final class MeshProcess implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("throughline.home"));
  private static final Duration HEALED = Duration.ofMinutes(2);
  private static final String NOW = "2026-11-25T00:00:00Z";

  private final Path data;
  private final Ports ports = FreePorts.find();

  MeshProcess(Path data) {
    this.data = data;
    LauncherProcess.start(HOME, data, "up", "--port", Integer.toString(ports.base())).awaitReady();
  }

  LauncherProcess demo(int run) {
    return LauncherProcess.start(
        HOME,
        data,
        "demo",
        "--",
        "--emit-only",
        "--sweep",
        "small",
        "--at",
        NOW,
        "--run",
        "run-" + run);
  }

  /** Kills a part and waits until it serves again. */
  void kill(String part) {
    long killed = process(part).orElseThrow();
    ProcessHandle.of(killed).orElseThrow().destroyForcibly();
    await()
        .atMost(HEALED)
        .until(() -> ready() && process(part).filter(pid -> pid != killed).isPresent());
  }

  /** Drops the whole database of lineage-service under its feet. */
  void loseGraph() throws Exception {
    Stores stores =
        new Stores(
            "127.0.0.1:" + ports.postgres(),
            "postgres",
            Files.readString(Postgres.passwordFile(data)).strip());
    try (Connection connection = stores.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE lineage WITH (FORCE)");
      statement.execute("CREATE DATABASE lineage OWNER lineage");
    }
    kill("lineage-service");
  }

  /** The hash of everything that the graph says, once it has caught up with the journal. */
  String hash() throws InterruptedException {
    return hash("");
  }

  /** The same of one scope. */
  String hash(String scope) throws InterruptedException {
    ManagedChannel journal = connection(ports.base()).open();
    ManagedChannel graph = connection(ports.base() + 1).open();
    try {
      String head =
          JournalServiceGrpc.newBlockingStub(journal)
              .withDeadlineAfter(HEALED.toSeconds(), TimeUnit.SECONDS)
              .getJournal(GetJournalRequest.getDefaultInstance())
              .getHead();
      GetLogicalHashRequest request =
          GetLogicalHashRequest.newBuilder().setScope(scope).setPosition(head).build();
      return await()
          .atMost(HEALED)
          .ignoreException(StatusRuntimeException.class)
          .until(
              () ->
                  ProjectionServiceGrpc.newBlockingStub(graph)
                      .withDeadlineAfter(20, TimeUnit.SECONDS)
                      .getLogicalHash(request)
                      .getHash(),
              hash -> !hash.isEmpty());
    } finally {
      journal.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
      graph.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private io.throughline.client.Connection connection(int port) {
    return new io.throughline.client.Connection(
        "127.0.0.1:" + port, Optional.of(data.resolve("tokens/local")), HEALED);
  }

  private boolean ready() {
    return parts().stream().allMatch(part -> part.state() == Part.State.READY);
  }

  private Optional<Long> process(String name) {
    return parts().stream().filter(part -> part.name().equals(name)).findFirst().flatMap(Part::pid);
  }

  private List<Part> parts() {
    return MeshStatus.of(Layout.of(data), ports.base()).parts();
  }

  /** Runs a command of the command line on this mesh, which must succeed; what it printed. */
  String command(String... arguments) throws Exception {
    Path libraries = HOME.resolve("proto/clients/cli/target");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-cp",
                libraries.resolve("classes") + File.pathSeparator + libraries.resolve("lib") + "/*",
                "io.throughline.cli.Throughline"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "command-", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  @Override
  public void close() throws InterruptedException {
    LauncherProcess.start(HOME, data, "down").exitCode();
  }
}
