package io.throughline.local.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.Journal;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.lineage.v1.GetLogicalHashRequest;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.load.check.Verdict;
import io.throughline.load.drive.Plan;
import io.throughline.load.mesh.MeshConnection;
import io.throughline.local.Progress;
import io.throughline.local.mesh.FreePorts;
import io.throughline.local.mesh.Layout;
import io.throughline.local.mesh.MeshBackup;
import io.throughline.local.mesh.TestMesh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mesh is backed up under load and restored elsewhere. */
@Tag("faults")
class BackupIT {
  private static final Path HOME = Path.of(System.getProperty("throughline.home"));
  private static final Progress PROGRESS = new Progress(System.out);

  @TempDir Path directory;

  private static Plan plan(String name, OptionalLong batches) {
    return new Plan(
        name,
        4,
        2,
        4,
        1,
        20,
        OptionalDouble.of(100),
        Duration.ofMinutes(5),
        batches,
        Duration.ZERO,
        Duration.ofMinutes(2),
        0,
        false,
        7);
  }

  @Test
  void theRestoredMeshTellsTheSameStoryAsAnotherIncarnation() throws Exception {
    // Given
    Path file = directory.resolve("backup.tar.gz");
    Path data = directory.resolve("first");
    String hash;
    String incarnation;
    List<Cursor> cursors;
    try (TestMesh mesh = new TestMesh(HOME, data, PROGRESS);
        Traffic before =
            Traffic.start(
                mesh.connection(),
                plan("before", OptionalLong.of(400)),
                directory.resolve("before"))) {
      before.finish();
      incarnation = journal(mesh.connection()).getIncarnationId();
      hash = hash(mesh.connection(), "experiments/before-0");
      try (Traffic during =
          Traffic.start(
              mesh.connection(),
              plan("during", OptionalLong.empty()),
              directory.resolve("during"))) {
        awaitMore(during);
        // When
        new MeshBackup(Layout.of(data), FreePorts.find(), PROGRESS).write(file);
        awaitMore(during);
        during.finish();
      }
      cursors = cursors(mesh.connection());
    }
    Path elsewhere = directory.resolve("second");
    new MeshBackup(Layout.of(elsewhere), FreePorts.find(), PROGRESS).restore(file);
    // Then
    try (TestMesh mesh = new TestMesh(HOME, elsewhere, PROGRESS)) {
      assertThat(hash(mesh.connection(), "experiments/before-0")).isEqualTo(hash);
      assertThat(journal(mesh.connection()).getIncarnationId()).isNotEqualTo(incarnation);
      Verdict verdict =
          Traffic.check(
              directory.resolve("before"),
              mesh.connection(),
              false,
              Optional.of(mesh.startAnotherLineage()));
      assertThat(verdict.violations()).isEmpty();
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> follow(mesh.connection(), cursors))
          .withMessageStartingWith("ABORTED");
    }
  }

  private static void awaitMore(Traffic traffic) {
    long before = traffic.acknowledgedEvents();
    await()
        .atMost(2, TimeUnit.MINUTES)
        .until(() -> traffic.acknowledgedEvents() > before || traffic.hasFailed());
  }

  /** Where a follower stands that has read the whole journal. */
  private static List<Cursor> cursors(MeshConnection mesh) throws InterruptedException {
    String head = journal(mesh).getHead();
    Map<Integer, Cursor> last = new TreeMap<>();
    ManagedChannel channel = mesh.openIngest();
    try {
      Iterator<FollowResponse> responses =
          JournalServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(60, TimeUnit.SECONDS)
              .follow(FollowRequest.getDefaultInstance());
      do {
        Cursor cursor = responses.next().getCursor();
        last.put(cursor.getPartition(), cursor);
      } while (!head.equals(position(last.values())));
      return List.copyOf(last.values());
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private static String position(Collection<Cursor> cursors) {
    return cursors.stream()
        .map(cursor -> cursor.getPartition() + ":" + cursor.getPosition())
        .collect(Collectors.joining(","));
  }

  private static FollowResponse follow(MeshConnection mesh, List<Cursor> cursors)
      throws InterruptedException {
    ManagedChannel channel = mesh.openIngest();
    try {
      return JournalServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .follow(FollowRequest.newBuilder().addAllCursors(cursors).build())
          .next();
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private static Journal journal(MeshConnection mesh) throws InterruptedException {
    ManagedChannel channel = mesh.openIngest();
    try {
      return JournalServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .getJournal(GetJournalRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private static String hash(MeshConnection mesh, String scope) throws InterruptedException {
    String head = journal(mesh).getHead();
    ManagedChannel channel = mesh.openLineage().orElseThrow();
    try {
      return ProjectionServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(60, TimeUnit.SECONDS)
          .getLogicalHash(
              GetLogicalHashRequest.newBuilder().setScope(scope).setPosition(head).build())
          .getHash();
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }
}
