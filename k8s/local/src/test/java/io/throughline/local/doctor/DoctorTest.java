package io.throughline.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.local.mesh.Layout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path directory;

  @Test
  void saysThatNoMeshRunsAndHowToStartOne() throws Exception {
    Doctor doctor = new Doctor(Layout.of(directory.resolve("data")));

    assertThat(doctor.findings())
        .filteredOn(finding -> finding.check().equals("mesh"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Finding.Level.WARNING);
              assertThat(finding.remedy()).contains("./throughline up");
            });
  }

  @Test
  void warnsBeforeTheDiskIsFull() {
    assertThat(Disk.finding(100L << 20, 1L << 40).level()).isEqualTo(Finding.Level.ERROR);
    assertThat(Disk.finding(1L << 30, 1L << 40).level()).isEqualTo(Finding.Level.WARNING);
    assertThat(Disk.finding(100L << 30, 1L << 40).level()).isEqualTo(Finding.Level.OK);
  }

  @Test
  void namesTheChecksOfAServiceThatAreDown() {
    String health =
        """
        {"status": "DOWN", "checks": [
          {"name": "journal", "status": "UP"},
          {"name": "database settings", "status": "DOWN", "data": {"fsync": "off"}},
          {"name": "projection", "status": "DOWN"}
        ]}""";

    assertThat(Services.reasons(health))
        .isEqualTo("database settings (\"fsync\": \"off\"); projection");
  }
}
