package io.throughline.selection.statistics.multiplicity;

import static io.throughline.selection.statistics.Published.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.health.Power;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiplicityReferenceTest {

  private static final double[] P_1995 = {
    .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .324, .4262, .5719, .6528, .759,
    1
  };

  @Test
  void benjaminiAndHochbergsOwnExample() {
    // When
    Adjusted bh = BenjaminiHochberg.adjust(P_1995);
    Adjusted holm = Holm.adjust(P_1995);

    // Then
    assertThat(bh.rejections(.05)).isEqualTo(4);
    assertThat(holm.rejections(.05)).isEqualTo(3);
    assertPrinted(bh.pValues().get(3).value(), ".035625");
    assertPrinted(holm.pValues().get(3).value(), ".114");
  }

  @ParameterizedTest
  @CsvSource({"1, 1.34", "2, 1.53", "4, 1.75", "9, 2.05"})
  void guardrailsInflateTheSample(int guardrails, String inflation) {
    // Given
    ErrorBudget budget = new ErrorBudget(.05, .2, 1, guardrails);

    // When
    double units = new Power(.05, 2, 1 - budget.metricBeta()).unitsPerArm(1, 1, 1);

    // Then
    assertPrinted(units / new Power(.05, 2, .8).unitsPerArm(1, 1, 1), inflation);
    assertThat(budget.successAlpha()).isCloseTo(.05, within(1e-15));
  }
}
