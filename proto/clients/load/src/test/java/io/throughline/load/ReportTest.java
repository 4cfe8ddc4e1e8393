package io.throughline.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.load.report.Report;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void readsWhatItWrites() {
    // Given
    Report report =
        new Report().add("workload", "storm").add("p99_ms", 1.5).add("ratio", Double.NaN);
    // When
    Report read = Report.parse(report.json());
    // Then
    assertThat(read.figure("p99_ms")).isEqualTo(1.5);
    assertThat(read.figure("ratio")).isNaN();
    assertThat(read.json()).isEqualTo(report.json());
    assertThat(report.text()).contains("not measured");
  }
}
