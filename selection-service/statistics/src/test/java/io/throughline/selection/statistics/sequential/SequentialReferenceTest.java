package io.throughline.selection.statistics.sequential;

import static io.throughline.selection.statistics.Published.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.comparison.ArmMean;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.distribution.StandardNormal;
import io.throughline.selection.statistics.sample.Proportion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialReferenceTest {

  @Test
  void liftOfTwoProportionsUnderRepeatedLooks() {
    // Given
    ArmMean control = ArmMean.of(new Proportion(1396, 3000)).orElseThrow();
    ArmMean treatment = ArmMean.of(new Proportion(2422, 3461)).orElseThrow();
    Effect lift = Effect.relative(treatment, control, Method.RELATIVE_LIFT).orElseThrow();

    // When
    Estimate estimate = AsymptoticConfidenceSequence.estimate(lift, .95, 5000).orElseThrow();

    // Then
    assertPrinted(estimate.value(), ".50386");
    assertPrinted(estimate.standardError().getAsDouble(), ".03386");
    assertPrinted(estimate.interval().lower(), ".40098");
    assertPrinted(estimate.interval().upper(), ".60675");
  }

  @Test
  void tuningForFiveThousandUnits() {
    assertPrinted(AsymptoticConfidenceSequence.rho(.05, 5000), ".03984");
  }

  @ParameterizedTest
  @CsvSource({"1000, 1.72", "5000, 1.55", "10000, 1.56", "50000, 1.65"})
  void widthAgainstTheFixedInterval(long n, String ratio) {
    // Given
    Effect effect = new Effect(0, 1, Double.POSITIVE_INFINITY, n, Method.WELCH_T);

    // When
    double width =
        AsymptoticConfidenceSequence.estimate(effect, .95, 5000).orElseThrow().interval().upper();

    // Then
    assertPrinted(width / StandardNormal.INSTANCE.upperQuantile(.025), ratio);
    assertThat(width).isGreaterThan(1.96);
  }
}
