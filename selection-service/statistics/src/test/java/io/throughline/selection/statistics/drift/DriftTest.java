package io.throughline.selection.statistics.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTest {

  private static Reason reason(Result<?> result) {
    return ((Result.NotComputable<?>) result).reason();
  }

  @Test
  void anEmptyBinIsSmoothedOrRefusedButNeverInfinite() {
    // Given
    long[] reference = {50, 50, 0};
    long[] current = {40, 40, 20};

    // When
    Distance smoothed = PopulationStabilityIndex.ofCounts(reference, current).orElseThrow();

    // Then
    assertThat(smoothed.value()).isPositive().isFinite();
    assertThat(smoothed.nReference()).isEqualTo(100);
    assertThat(reason(PopulationStabilityIndex.ofCounts(reference, current, 0)))
        .isEqualTo(Reason.ZERO_DENOMINATOR);
    assertThat(reason(PopulationStabilityIndex.ofCounts(new long[3], current)))
        .isEqualTo(Reason.EMPTY);
  }

  @Test
  void theThresholdComesFromReferenceChunks() {
    // When
    ChunkThreshold threshold =
        ChunkThreshold.of(new double[] {.10, .12, .11, .09, .08}, 3).orElseThrow();

    // Then
    assertThat(threshold.upper()).isCloseTo(.1 + 3 * Math.sqrt(.00025), within(1e-12));
    assertThat(threshold.isExceededBy(.15)).isTrue();
    assertThat(threshold.isExceededBy(.14)).isFalse();
    assertThat(reason(ChunkThreshold.of(new double[] {.1, .2}, 3))).isEqualTo(Reason.TOO_FEW_UNITS);
  }

  @Test
  void largeSamplesTakeTheAsymptoticDistribution() {
    // Given
    double[] many = IntStream.range(0, 20_000).mapToDouble(i -> i / 20_000.).toArray();
    double[] few = IntStream.range(0, 100).mapToDouble(i -> i / 100. + .3).toArray();

    // When
    var test = KolmogorovSmirnov.test(many, few).orElseThrow();

    // Then
    assertThat(test.method()).isEqualTo(Method.KOLMOGOROV_SMIRNOV_ASYMPTOTIC);
    assertThat(test.statistic()).isCloseTo(.3, within(.01));
    assertThat(test.p().isBelow(1e-6)).isTrue();
  }

  @Test
  void oneCategoryDoesNotVary() {
    assertThat(reason(ChiSquareTest.test(new long[] {5, 0}, new long[] {9, 0})))
        .isEqualTo(Reason.ZERO_VARIANCE);
  }
}
