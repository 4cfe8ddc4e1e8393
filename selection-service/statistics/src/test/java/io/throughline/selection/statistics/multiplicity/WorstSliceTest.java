package io.throughline.selection.statistics.multiplicity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.comparison.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorstSliceTest {

  private static Effect slice(double value, double standardError, long n) {
    return new Effect(value, standardError, Double.POSITIVE_INFINITY, n, Method.WELCH_T);
  }

  @Test
  void aTinySliceIsLeftOutAndTheOthersShareAlpha() {
    // Given
    List<Effect> slices =
        List.of(slice(.1, .05, 1000), slice(-9, 4, 7), slice(-.2, .05, 800), slice(0, .01, 5000));

    // When
    WorstSlice worst = WorstSlice.of(slices, .05, .05, 100).orElseThrow();

    // Then
    assertThat(worst.index()).isEqualTo(2);
    assertThat(worst.slices()).isEqualTo(3);
    assertThat(worst.leftOut()).isEqualTo(1);
    assertThat(worst.nonInferiorShare()).isCloseTo(2 / 3., within(1e-12));
    assertThat(worst.estimate().interval().lower())
        .isCloseTo(-.2 - 2.1280452341849 * .05, within(1e-9));
  }

  @Test
  void withoutASliceThereIsNoWorst() {
    assertThat(WorstSlice.of(List.of(slice(0, 1, 5)), .1, .05, 100).isComputed()).isFalse();
  }
}
