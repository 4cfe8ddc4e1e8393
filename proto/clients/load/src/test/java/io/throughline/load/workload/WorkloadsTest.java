package io.throughline.load.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.PointsMeasured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadsTest {
  private final ProducerName producer = new ProducerName(3, "e", "p");

  @ParameterizedTest
  @EnumSource
  void aBatchThatIsMadeAgainHasTheSameBytes(Workloads kind) {
    // Given
    Batch first = kind.of(7, kind.usualSize()).batch(producer, 5);
    // When
    Batch again = kind.of(7, kind.usualSize()).batch(producer, 5);
    // Then
    assertThat(again.toByteString()).isEqualTo(first.toByteString());
    assertThat(kind.of(8, kind.usualSize()).batch(producer, 5)).isNotEqualTo(first);
  }

  @Test
  void theStepsOfBatchesFollowEachOther() {
    // Given
    Workload storm = Workloads.storm.of(1, 1000);
    // When
    PointsMeasured second = storm.batch(producer, 2).getEvents(0).getPointsMeasured();
    // Then
    assertThat(second.getStepDeltas(0)).isEqualTo(1000);
    assertThat(second.getValuesCount()).isEqualTo(1000);
  }
}
