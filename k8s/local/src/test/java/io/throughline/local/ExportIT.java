package io.throughline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment leaves one mesh as a file, and is the same in another one. */
class ExportIT {
  private static final String SCOPE = "experiments/house-valuation";

  @TempDir Path directory;

  @Test
  void carriesAnExperimentFromOneMeshToAnother() throws Exception {
    // Given
    Path file = directory.resolve("house-valuation.tlx");
    String here;
    try (MeshProcess mesh = new MeshProcess(directory.resolve("here"))) {
      LauncherProcess demo = mesh.demo(1);
      assertThat(demo.exitCode()).as(demo.output()).isZero();
      here = mesh.hash(SCOPE);
      // When
      assertThat(mesh.command("export", "house-valuation", file.toString()))
          .containsPattern("the bytes of [1-9][0-9]* artifacts");
    }
    assertThat(file).isNotEmptyFile();

    // Then
    try (MeshProcess mesh = new MeshProcess(directory.resolve("there"))) {
      assertThat(mesh.hash(SCOPE)).isNotEqualTo(here);
      assertThat(mesh.command("import", file.toString()))
          .contains("; 0 were there already")
          .containsPattern("Stored [1-9][0-9]* artifacts");
      assertThat(mesh.hash(SCOPE)).isEqualTo(here);
      assertThat(mesh.command("import", file.toString()))
          .contains("Appended 0 batches", "Stored 0 artifacts");
      assertThat(mesh.hash(SCOPE)).isEqualTo(here);
    }
  }
}
