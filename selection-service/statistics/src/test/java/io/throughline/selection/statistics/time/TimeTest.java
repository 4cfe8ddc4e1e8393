package io.throughline.selection.statistics.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.sample.Moments;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class TimeTest {

  private final ZigguratSampler.NormalizedGaussian gaussian =
      ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_RO_SHI_RO_128_PP.create(21));

  private double[] series(int days, int from, double shift) {
    double[] series = new double[days];
    for (int day = 0; day < days; day++) {
      series[day] = 100 + gaussian.sample() + (day >= from ? shift : 0);
    }
    return series;
  }

  private static Reason reason(Result<?> result) {
    return ((Result.NotComputable<?>) result).reason();
  }

  @Test
  void findsABreakAndItsSize() {
    // When
    SingleChangePoint found = SingleChangePoint.of(series(80, 50, -4), .95, 2000, 1).orElseThrow();

    // Then
    assertThat(found.position().interval().contains(50)).isTrue();
    assertThat(found.shift().value()).isCloseTo(-4, within(.8));
    assertThat(found.shift().interval().width()).isLessThan(2);
    assertThat(found.test().p().isBelow(.001)).isTrue();
  }

  @Test
  void findsNoBreakInNoise() {
    assertThat(
            SingleChangePoint.of(series(80, 80, 0), .95, 2000, 1).orElseThrow().test().p().value())
        .isGreaterThan(.05);
    assertThat(reason(SingleChangePoint.of(new double[30], .95, 100, 1)))
        .isEqualTo(Reason.ZERO_VARIANCE);
    assertThat(reason(SingleChangePoint.of(new double[3], .95, 100, 1)))
        .isEqualTo(Reason.TOO_FEW_UNITS);
  }

  @Test
  void anInterruptedSeriesShowsItsEffectBesideItsPlacebos() {
    // Given
    double[] series = series(120, 100, 5);
    for (int day = 0; day < series.length; day++) {
      series[day] += .1 * day + (day % 7 == 0 ? 3 : 0);
    }

    // When
    InterruptedSeries result = InterruptedSeries.of(series, 100, 7, .95).orElseThrow();
    var placebo = InterruptedSeries.placeboTest(series, 100, 7, 30, 20).orElseThrow();

    // Then
    assertThat(result.effect().interval().contains(5)).isTrue();
    assertThat(result.effect().interval().contains(0)).isFalse();
    assertThat(result.effect().caveats()).containsExactly(Caveat.NOTHING_ELSE_CHANGED_ASSUMED);
    assertThat(result.autocorrelation()).isBetween(-.4, .4);
    assertThat(placebo.p().value()).isCloseTo(1. / placebo.n(), within(1e-12));
  }

  @Test
  void aShortSeriesHasNoForecast() {
    assertThat(reason(InterruptedSeries.of(new double[] {1, 2, 3, 4}, 2, 0, .95)))
        .isEqualTo(Reason.TOO_FEW_UNITS);
    assertThat(reason(InterruptedSeries.of(new double[] {1, 2, 3, 4, 5, 6}, 5, 0, .95)))
        .isEqualTo(Reason.ZERO_VARIANCE);
  }

  @Test
  void whatBothSidesShareIsNoEffect() {
    // Given: everybody gains 3, the treated 2 more
    double[][] treated = new double[6][];
    double[][] control = new double[8][];
    for (int i = 0; i < 8; i++) {
      control[i] = series(20, 12, 3);
      if (i < 6) {
        treated[i] = series(20, 12, 5);
      }
    }

    // When
    Estimate effect = DifferenceInDifferences.ofCohorts(treated, control, 12, .95).orElseThrow();
    Estimate placebo = DifferenceInDifferences.placebo(treated, control, 12, 6, .95).orElseThrow();
    var permuted =
        DifferenceInDifferences.permutationTest(treated, control, 12, 2000, 1).orElseThrow();

    // Then
    assertThat(effect.interval().contains(2)).isTrue();
    assertThat(effect.interval().contains(0)).isFalse();
    assertThat(effect.caveats()).containsExactly(Caveat.PARALLEL_TRENDS_ASSUMED);
    assertThat(placebo.value()).isCloseTo(0, within(1.5));
    assertThat(permuted.p().value()).isCloseTo(1 / 3003., within(1e-9));
  }

  @Test
  void fourMeansGiveTheSameDifferenceInDifferences() {
    // When
    Estimate effect =
        DifferenceInDifferences.ofMeans(
                new Moments(100, 10, 4),
                new Moments(100, 15, 4),
                new Moments(100, 20, 4),
                new Moments(100, 23, 4),
                .95)
            .orElseThrow();

    // Then
    assertThat(effect.value()).isEqualTo(2);
    assertThat(effect.standardError().getAsDouble()).isCloseTo(.4, within(1e-12));
  }
}
