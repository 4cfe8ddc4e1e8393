package io.throughline.housevaluation.valuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.housevaluation.sale.Sale;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SaleMetricTest {

  private static final Sale SALE =
      new Sale("sale-1", YearMonth.of(2010, 1), 100_000, Map.of(), Map.of());
  private static final List<Sale> TWICE = List.of(SALE, SALE);

  @Test
  void overPricingIsTwiceAsDear() {
    double[] valued = {Math.log(110_000), Math.log(90_000)};

    assertThat(SaleMetric.MONEY_AT_RISK_USD.scores(TWICE, valued))
        .satisfiesExactly(
            over -> assertThat(over).isCloseTo(20_000, within(1e-6)),
            under -> assertThat(under).isCloseTo(10_000, within(1e-6)));
    assertThat(SaleMetric.BIAS.scores(TWICE, valued))
        .satisfiesExactly(
            over -> assertThat(over).isCloseTo(0.1, within(1e-12)),
            under -> assertThat(under).isCloseTo(-0.1, within(1e-12)));
  }

  @Test
  void theIntervalOfFoldsIsThatOfNadeauAndBengio() {
    // Given: the ten differences of a published example, as if they were errors
    double[] values = {.01, .02, 0, .03, .01, .01, .02, .02, .03, .01};
    List<CrossValidation.Result> folds =
        java.util.stream.IntStream.range(0, values.length)
            .mapToObj(i -> new CrossValidation.Result(i + 1, values[i], 90, 10))
            .toList();

    // When
    Interval interval = Interval.of(folds);

    // Then: s² = 9.3333e-5, √((1/10 + 1/9) s²) = 0.0044388, t(0.975, 9) = 2.262157
    assertThat(interval.mean()).isCloseTo(0.016, within(1e-12));
    assertThat(interval.upper() - interval.mean()).isCloseTo(0.0100413, within(1e-6));
  }
}
