package io.throughline.selection.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ResultTest {

  @Test
  void aReasonPassesThroughAndIsToldWhenForced() {
    // Given
    Result<Integer> none = Result.notComputable(Reason.EMPTY, "There is no unit");

    // When
    Result<Integer> mapped = none.map(n -> n + 1).flatMap(Result::computed);

    // Then
    assertThat(mapped).isEqualTo(none);
    assertThat(Result.computed(1).map(n -> n + 1)).isEqualTo(Result.computed(2));
    assertThatIllegalStateException()
        .isThrownBy(none::orElseThrow)
        .withMessage("EMPTY: There is no unit");
  }

  @Test
  void aTinyPNeitherVanishesNorBecomesZero() {
    // Given
    PValue tiny = new PValue(-5000);

    // Then
    assertThat(tiny).hasToString("<1e-16");
    assertThat(tiny.isBelow(1e-300)).isTrue();
    assertThat(tiny).isLessThan(new PValue(-4000));
    assertThat(PValue.of(.0312345)).hasToString("0.03123");
  }

  @Test
  void nanIsNoEstimateNoIntervalAndNoP() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PValue(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Double.NaN, 1, .95));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Estimate.of(Double.NaN, new Interval(0, 1, .95), Method.WELCH_T, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new Interval(0, 1, 95));
  }
}
