package io.throughline.local.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.throughline.load.check.Verdict;
import io.throughline.load.drive.Plan;
import io.throughline.local.Progress;
import io.throughline.local.mesh.TestMesh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G9: a mesh whose whole data directory, PostgreSQL's log included, lies on a volume that is filled
 * to the last byte under load, and freed again.
 */
@Tag("volume")
class FullDiskIT {
  private static final Faults FAULTS = Faults.configured();
  private static final Progress PROGRESS = new Progress(System.out);
  private static final int MEBIBYTES = 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void aFullVolumeAcknowledgesNothingFalselyAndHeals() throws Exception {
    // Given
    PROGRESS.accept("seed %d; again: %s".formatted(FAULTS.seed(), FAULTS.replay("FullDiskIT")));
    Path data = directory.resolve("data");
    try (SmallVolume volume = SmallVolume.mount(data, MEBIBYTES);
        TestMesh mesh =
            new TestMesh(Path.of(System.getProperty("throughline.home")), data, PROGRESS);
        Traffic traffic = Traffic.start(mesh.connection(), plan(), directory.resolve("history"))) {
      for (int cycle = 1; cycle <= FAULTS.times(1, 10); cycle++) {
        awaitAcknowledgements(traffic);
        // When
        long trouble = trouble(traffic);
        volume.fill();
        await().atMost(PATIENCE).until(() -> trouble(traffic) > trouble || traffic.hasFailed());
        PROGRESS.accept("full, time %d: %s".formatted(cycle, traffic.measurements().refusals()));
        volume.free();
      }
      awaitAcknowledgements(traffic);
      traffic.finish();
      // Then
      mesh.awaitReady();
      Verdict verdict =
          traffic.check(mesh.connection(), false, Optional.of(mesh.startAnotherLineage()));
      PROGRESS.accept(
          "%d acknowledged events, %d refusals, %d broken streams:%n%s"
              .formatted(
                  traffic.acknowledgedEvents(),
                  refusals(traffic),
                  traffic.measurements().breaks(),
                  verdict.text()));
      assertThat(verdict.violations()).isEmpty();
      assertThat(traffic.measurements().refusalsWithoutRetryInfo()).isZero();
    }
  }

  private static long trouble(Traffic traffic) {
    return refusals(traffic) + traffic.measurements().breaks();
  }

  private static long refusals(Traffic traffic) {
    return traffic.measurements().refusals().values().stream().mapToLong(Long::longValue).sum();
  }

  private static void awaitAcknowledgements(Traffic traffic) {
    long before = traffic.measurements().acknowledged();
    await()
        .atMost(PATIENCE)
        .until(() -> traffic.measurements().acknowledged() > before || traffic.hasFailed());
  }

  private static Plan plan() {
    return new Plan(
        "full",
        16,
        16,
        8,
        2,
        16,
        OptionalDouble.of(200),
        Duration.ofMinutes(25),
        OptionalLong.empty(),
        Duration.ZERO,
        Duration.ofSeconds(60),
        0,
        false,
        FAULTS.seed());
  }
}
