package io.throughline.selection.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;

/** Compares with a value as it was printed: half a unit of its last digit. */
public final class Published {
  private Published() {}

  /** Asserts that the actual value rounds to what was printed. */
  public static void assertPrinted(double actual, String printed) {
    BigDecimal value = new BigDecimal(printed);
    assertThat(actual)
        .isCloseTo(value.doubleValue(), within(value.ulp().doubleValue() * 0.5000001));
  }
}
