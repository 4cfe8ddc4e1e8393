package io.throughline.selection.statistics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

  private final ZigguratSampler.NormalizedGaussian gaussian =
      ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_RO_SHI_RO_128_PP.create(7));

  private double[] sample(int n, double mean) {
    return IntStream.range(0, n).mapToDouble(i -> mean + gaussian.sample()).toArray();
  }

  @Test
  void sameSeedGivesTheSameBits() {
    // Given
    double[] candidate = sample(341, .2);
    double[] champion = sample(341, 0);

    // When
    Result<Estimate> first = PairedBootstrap.bca(candidate, champion, .95, 2000, 42);
    Result<Estimate> second = PairedBootstrap.bca(candidate, champion, .95, 2000, 42);
    Result<Estimate> other = PairedBootstrap.bca(candidate, champion, .95, 2000, 43);

    // Then
    assertThat(first).isEqualTo(second).isNotEqualTo(other);
  }

  @Test
  void comesCloseToTheNormalTheoryForManyNormalUnits() {
    // Given
    double[] candidate = sample(2000, .1);
    double[] champion = sample(2000, 0);

    // When
    Estimate percentile =
        PairedBootstrap.percentile(candidate, champion, .95, 20_000, 1).orElseThrow();
    Estimate bca = PairedBootstrap.bca(candidate, champion, .95, 20_000, 1).orElseThrow();

    // Then
    double se = percentile.standardError().getAsDouble();
    assertThat(se).isCloseTo(Math.sqrt(2 / 2000.0), within(.001));
    assertThat(percentile.interval().lower())
        .isCloseTo(percentile.value() - 1.96 * se, within(.1 * se));
    assertThat(bca.interval().upper()).isCloseTo(bca.value() + 1.96 * se, within(.1 * se));
  }

  @Test
  void intervalExcludesZeroExactlyWherePIsBelowAlpha() {
    for (int i = 0; i < 200; i++) {
      // Given
      double[] candidate = sample(12 + i % 30, (i % 10) * .1);
      double[] champion = sample(12 + i % 30, 0);

      // When
      Estimate percentile =
          PairedBootstrap.percentile(candidate, champion, .9, 2000, i).orElseThrow();
      Estimate bca = PairedBootstrap.bca(candidate, champion, .9, 2000, i).orElseThrow();

      // Then
      assertThat(percentile.interval().contains(0)).isEqualTo(!percentile.p().isBelow(.1));
      assertThat(bca.interval().contains(0)).isEqualTo(!bca.p().isBelow(.1));
    }
  }

  @Test
  void agreesWithTheExhaustiveBootstrapOfThreeUnits() {
    // Given: 27 equally likely resamples; the mean is 0 in one of 27
    double[] candidate = {0, 3, 6};
    double[] champion = {0, 0, 0};

    // When
    Estimate estimate =
        PairedBootstrap.percentile(candidate, champion, .8, 100_000, 5).orElseThrow();

    // Then
    assertThat(estimate.value()).isEqualTo(3);
    assertThat(estimate.standardError().getAsDouble()).isCloseTo(Math.sqrt(2), within(.01));
    assertThat(estimate.interval().lower()).isEqualTo(1);
    assertThat(estimate.interval().upper()).isEqualTo(5);
    assertThat(estimate.p().value()).isCloseTo(2 / 27.0, within(.004));
  }

  @Test
  void saysWhyNothingCanBeSaid() {
    assertThat(reason(new double[0], new double[0])).isEqualTo(Reason.EMPTY);
    assertThat(reason(new double[] {1}, new double[] {2})).isEqualTo(Reason.TOO_FEW_UNITS);
    assertThat(reason(new double[] {1.1, 2.1}, new double[] {1, 2}))
        .isEqualTo(Reason.ZERO_VARIANCE);
    assertThat(reason(new double[] {1, Double.NaN}, new double[] {1, 2}))
        .isEqualTo(Reason.NOT_FINITE);
  }

  private static Reason reason(double[] candidate, double[] champion) {
    Result<Estimate> result = PairedBootstrap.bca(candidate, champion, .95, 2000, 1);
    return ((Result.NotComputable<Estimate>) result).reason();
  }
}
