package io.throughline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo emits while every part of the mesh is killed in turn, and tells the same story as an
 * undisturbed one: nothing is lost and nothing counts twice. How often each part is killed is the
 * system property {@code throughline.kills}.
 */
class KilledDemoIT {
  private static final int KILLS = Integer.getInteger("throughline.kills", 2);
  private static final List<String> PARTS =
      List.of("ingest-service", "postgres", "lineage-service", "selection-service");

  @TempDir Path directory;

  @Test
  void tellsTheSameStoryHoweverOftenPartsAreKilled() throws Exception {
    // Given
    int demos = 0;
    String disturbed;
    try (MeshProcess mesh = new MeshProcess(directory.resolve("disturbed"))) {
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
    try (MeshProcess mesh = new MeshProcess(directory.resolve("undisturbed"))) {
      for (int run = 1; run <= demos; run++) {
        LauncherProcess demo = mesh.demo(run);
        assertThat(demo.exitCode()).as(demo.output()).isZero();
      }
      assertThat(disturbed).isEqualTo(mesh.hash());
      mesh.loseGraph();
      assertThat(mesh.hash()).as("made anew from the journal alone").isEqualTo(disturbed);
    }
  }
}
