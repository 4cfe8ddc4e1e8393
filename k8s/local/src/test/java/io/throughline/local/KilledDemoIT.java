package io.throughline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.throughline.client.Connection;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.lineage.v1.GetLogicalHashRequest;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.local.mesh.FreePorts;
import io.throughline.local.mesh.Layout;
import io.throughline.local.mesh.MeshStatus;
import io.throughline.local.mesh.Part;
import io.throughline.local.mesh.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo emits while every part of the mesh is killed in turn, and tells the same story as an
 * undisturbed one: nothing is lost and nothing counts twice. How often each part is killed is the
 * system property {@code throughline.kills}.
 */
class KilledDemoIT {
  private static final Path HOME = Path.of(System.getProperty("throughline.home"));
  private static final int KILLS = Integer.getInteger("throughline.kills", 2);
  private static final Duration HEALED = Duration.ofMinutes(2);
  private static final List<String> PARTS =
      List.of("ingest-service", "postgres", "lineage-service", "selection-service");
  private static final String NOW = "2026-11-25T00:00:00Z";

  @TempDir Path directory;

  @Test
  void tellsTheSameStoryHoweverOftenPartsAreKilled() throws Exception {
    // Given
    int demos = 0;
    String disturbed;
    try (TestMesh mesh = new TestMesh(directory.resolve("disturbed"))) {
      // When
      LauncherProcess demo = mesh.demo(++demos);
      for (int kill = 0; kill < KILLS * PARTS.size(); kill++) {
        if (!demo.isAlive()) {
          assertThat(demo.exitCode()).as(demo.output()).isZero();
          demo = mesh.demo(++demos);
        }
        mesh.kill(PARTS.get(kill % PARTS.size()));
      }
      assertThat(demo.exitCode()).as(demo.output()).isZero();
      disturbed = mesh.hash();
    }

    // Then
    try (TestMesh mesh = new TestMesh(directory.resolve("undisturbed"))) {
      for (int run = 1; run <= demos; run++) {
        LauncherProcess demo = mesh.demo(run);
        assertThat(demo.exitCode()).as(demo.output()).isZero();
      }
      assertThat(disturbed).isEqualTo(mesh.hash());
    }
  }

  /** A mesh in processes of its own. */
  private static final class TestMesh implements AutoCloseable {
    private final Path data;
    private final Ports ports = FreePorts.find();

    TestMesh(Path data) {
      this.data = data;
      LauncherProcess.start(HOME, data, "up", "--port", Integer.toString(ports.base()))
          .awaitReady();
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

    /** The hash of everything that the graph says, once it has caught up with the journal. */
    String hash() throws InterruptedException {
      ManagedChannel journal = connection(ports.base()).open();
      ManagedChannel graph = connection(ports.base() + 1).open();
      try {
        String head =
            JournalServiceGrpc.newBlockingStub(journal)
                .withDeadlineAfter(HEALED.toSeconds(), TimeUnit.SECONDS)
                .getJournal(GetJournalRequest.getDefaultInstance())
                .getHead();
        GetLogicalHashRequest request =
            GetLogicalHashRequest.newBuilder().setPosition(head).build();
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

    private Connection connection(int port) {
      return new Connection("127.0.0.1:" + port, Optional.of(data.resolve("tokens/local")), HEALED);
    }

    private boolean ready() {
      return parts().stream().allMatch(part -> part.state() == Part.State.READY);
    }

    private Optional<Long> process(String name) {
      return parts().stream()
          .filter(part -> part.name().equals(name))
          .findFirst()
          .flatMap(Part::pid);
    }

    private List<Part> parts() {
      return MeshStatus.of(Layout.of(data), ports.base()).parts();
    }

    @Override
    public void close() throws InterruptedException {
      LauncherProcess.start(HOME, data, "down").exitCode();
    }
  }
}
