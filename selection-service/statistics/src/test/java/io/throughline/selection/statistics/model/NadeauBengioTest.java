package io.throughline.selection.statistics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NadeauBengioTest {

  static final double[] A = {.81, .83, .79, .85, .80, .82, .84, .78, .83, .81};
  static final double[] B = {.80, .81, .80, .82, .79, .81, .82, .78, .80, .80};

  @Test
  void correctsTheTTestOfTenFolds() {
    // Given
    long[] train = new long[10];
    long[] test = new long[10];
    Arrays.fill(train, 900);
    Arrays.fill(test, 100);

    // When
    Estimate estimate = NadeauBengio.compare(A, B, train, test, 0.95).orElseThrow();

    // Then
    assertThat(estimate.value() / estimate.standardError().getAsDouble())
        .isCloseTo(2.2605, within(5e-5));
    assertThat(estimate.p().value()).isCloseTo(.05014, within(5e-6));
    assertThat(estimate.interval().contains(0)).isTrue();
    assertThat(estimate.n()).isEqualTo(10);
  }

  @Test
  void agreesWithTheRatioOfTenFoldCrossValidation() {
    // Given
    long[] train = new long[10];
    long[] test = new long[10];
    Arrays.fill(train, 900);
    Arrays.fill(test, 100);

    // When
    Result<Estimate> result = NadeauBengio.compare(A, B, 1 / 9.0, 0.95);

    // Then
    assertThat(result).isEqualTo(NadeauBengio.compare(A, B, train, test, 0.95));
  }

  @Test
  void saysNothingAboutOneFoldOrEqualFolds() {
    // When
    Result<Estimate> one = NadeauBengio.compare(new double[] {1}, new double[] {0}, .1, .95);
    Result<Estimate> same = NadeauBengio.compare(A, A, .1, .95);

    // Then
    assertThat(one)
        .isInstanceOfSatisfying(
            Result.NotComputable.class,
            r -> assertThat(r.reason()).isEqualTo(Reason.TOO_FEW_UNITS));
    assertThat(same)
        .isInstanceOfSatisfying(
            Result.NotComputable.class,
            r -> assertThat(r.reason()).isEqualTo(Reason.ZERO_VARIANCE));
  }
}
