package io.throughline.selection.statistics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.sample.Cap;
import io.throughline.selection.statistics.sample.JointMoments;
import io.throughline.selection.statistics.sample.LogBins;
import io.throughline.selection.statistics.sample.Moments;
import io.throughline.selection.statistics.sample.Proportion;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static Reason reason(Result<?> result) {
    return ((Result.NotComputable<?>) result).reason();
  }

  @Test
  void aZeroControlBreaksTheLiftAndIsSaidSo() {
    // Given
    ArmMean control = ArmMean.of(new Moments(100, 0, 4)).orElseThrow();
    ArmMean treatment = ArmMean.of(new Moments(100, 1, 4)).orElseThrow();

    // When
    Result<Estimate> lift = RelativeLift.of(treatment, control, .95);
    Estimate absolute = RelativeLift.orAbsolute(treatment, control, .95).orElseThrow();

    // Then
    assertThat(reason(lift)).isEqualTo(Reason.ZERO_DENOMINATOR);
    assertThat(absolute.value()).isEqualTo(1);
    assertThat(absolute.caveats()).containsExactly(Caveat.ABSOLUTE_SCALE);
  }

  @Test
  void aNegativeControlDoesNotTurnTheSignOfTheLift() {
    // When
    Estimate lift =
        WelchT.lift(new Moments(100, -1, 4), new Moments(100, -2, 4), .95).orElseThrow();

    // Then
    assertThat(lift.value()).isEqualTo(.5);
  }

  @Test
  void unitsThatAreNoNumbersAreNoResult() {
    // When
    Result<Estimate> nan =
        WelchT.difference(Moments.of(1, Double.NaN, 3), Moments.of(1, 2, 3), .95);
    Result<Estimate> overflow =
        WelchT.difference(Moments.of(1e200, -1e200), Moments.of(1, 2, 3), .95);

    // Then
    assertThat(reason(nan)).isEqualTo(Reason.NOT_FINITE);
    assertThat(reason(overflow)).isEqualTo(Reason.NOT_FINITE);
  }

  @Test
  void theDifferenceOfSharesTakesTheMethodThatItsCountsAllow() {
    // When
    Estimate many =
        TwoProportions.difference(new Proportion(300, 1000), new Proportion(250, 1000), .95)
            .orElseThrow();
    Estimate few =
        TwoProportions.difference(new Proportion(12, 1000), new Proportion(25, 1000), .95)
            .orElseThrow();

    // Then
    assertThat(many.method()).isEqualTo(Method.TWO_PROPORTIONS_WALD);
    assertThat(few.method()).isEqualTo(Method.NEWCOMBE);
  }

  @Test
  void newcombesOwnExamples() {
    // When: Newcombe 1998, table II, method 10
    Estimate a =
        Newcombe.difference(new Proportion(56, 70), new Proportion(48, 80), .95).orElseThrow();
    Estimate g =
        Newcombe.difference(new Proportion(10, 10), new Proportion(0, 10), .95).orElseThrow();

    // Then
    assertThat(a.interval().lower()).isCloseTo(.0524, within(5e-5));
    assertThat(a.interval().upper()).isCloseTo(.3339, within(5e-5));
    assertThat(g.interval().lower()).isCloseTo(.6075, within(5e-5));
    assertThat(g.interval().upper()).isEqualTo(1);
  }

  @Test
  void fishersTeaTasting() {
    // Given
    Proportion milkFirst = new Proportion(3, 4);
    Proportion teaFirst = new Proportion(1, 4);

    // When
    SignificanceTest twoSided =
        FisherExact.test(milkFirst, teaFirst, Alternative.TWO_SIDED).orElseThrow();
    SignificanceTest greater =
        FisherExact.test(milkFirst, teaFirst, Alternative.GREATER).orElseThrow();
    Estimate odds = FisherExact.oddsRatio(milkFirst, teaFirst, .95).orElseThrow();
    SignificanceTest boschloo =
        FisherExact.boschloo(milkFirst, teaFirst, Alternative.GREATER).orElseThrow();

    // Then: as in R's fisher.test, whose roots are good to 1e-4 in the inverse odds ratio
    assertThat(twoSided.p().value()).isCloseTo(.4857143, within(5e-8));
    assertThat(greater.p().value()).isCloseTo(.2428571, within(5e-8));
    assertThat(odds.value()).isCloseTo(6.408309, within(2e-5));
    assertThat(odds.interval().lower()).isCloseTo(.2117329, within(5e-6));
    assertThat(odds.interval().upper()).isCloseTo(621.9337505, within(5.));
    assertThat(boschloo.p().log()).isLessThan(greater.p().log());
  }

  @Test
  void boschloosTestAsInScipysManual() {
    // When
    SignificanceTest test =
        FisherExact.boschloo(new Proportion(74, 117), new Proportion(31, 63), Alternative.GREATER)
            .orElseThrow();

    // Then
    assertThat(test.statistic()).isCloseTo(.0483, within(5e-5));
    assertThat(test.p().value()).isCloseTo(.0355564, within(1e-4));
  }

  @Test
  void anArmWithoutEventsStillHasAnOddsRatio() {
    // When
    Estimate odds =
        FisherExact.oddsRatio(new Proportion(0, 50), new Proportion(6, 50), .95).orElseThrow();

    // Then
    assertThat(odds.value()).isPositive().isFinite();
    assertThat(odds.interval().lower()).isZero();
    assertThat(odds.interval().upper()).isLessThan(1);
    assertThat(odds.p().value()).isCloseTo(2 * .01333, within(1e-4));
  }

  @Test
  void theCapIsTakenFromBothTailsOfTheNonzeroTotals() {
    // Given
    double[] treatment = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
    double[] control = new double[100];
    control[0] = -500;
    control[1] = 10_000;

    // When
    Cap cap = Cap.atQuantile(.95, treatment, control).orElseThrow();

    // Then: type 7 quantiles of 102 nonzero totals
    assertThat(cap.upper()).isCloseTo(95.95, within(1e-9));
    assertThat(cap.lower()).isZero();
    assertThat(cap.apply(0)).isZero();
    assertThat(cap.apply(10_000)).isEqualTo(cap.upper());
    assertThat(cap.moments(control).mean()).isLessThan(cap.upper());
    assertThat(reason(Cap.atQuantile(.99, new double[3]))).isEqualTo(Reason.EMPTY);
  }

  @Test
  void refundsAreCappedBelow() {
    // Given
    double[] totals = IntStream.rangeClosed(-50, 50).asDoubleStream().toArray();

    // When
    Cap cap = Cap.atQuantile(.95, totals).orElseThrow();

    // Then: 100 nonzero totals
    assertThat(cap.lower()).isCloseTo(-45.05, within(1e-9));
    assertThat(cap.upper()).isCloseTo(45.05, within(1e-9));
  }

  @Test
  void roundingInSumsOfDoublesIsNoVariance() {
    // Given: three times 0.1, whose squares add up to a little less than they should
    Moments same = Moments.ofSums(3, .1 + .1 + .1, .1 * .1 + .1 * .1 + .1 * .1);

    // When
    Result<Estimate> difference = WelchT.difference(same, same, .95);

    // Then
    assertThat(same.variance()).isZero();
    assertThat(reason(difference)).isEqualTo(Reason.ZERO_VARIANCE);
    assertThat(reason(WelchT.difference(Moments.ofSums(5, Double.NaN, 1), same, .95)))
        .isEqualTo(Reason.NOT_FINITE);
  }

  @Test
  void binsTellAQuantileToTheirError() {
    // Given
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(3);
    LogBins bins = new LogBins(.01);
    double[] values = random.doubles(20_000).map(u -> -100 * Math.log(u) - 20).toArray();
    SortedMap<Integer, Long> counts = new TreeMap<>();
    Arrays.stream(values).forEach(v -> counts.merge(bins.bin(v), 1L, Long::sum));

    // When
    Estimate binned = BinnedQuantiles.interval(bins, counts, .9, .95).orElseThrow();
    Estimate exact = Quantiles.interval(values, .9, .95).orElseThrow();
    ArmMean arm = BinnedQuantiles.arm(bins, counts, .9).orElseThrow();

    // Then
    assertThat(binned.value()).isCloseTo(exact.value(), within(.011 * exact.value()));
    assertThat(binned.interval().lower()).isLessThanOrEqualTo(exact.interval().lower());
    assertThat(binned.interval().upper()).isGreaterThanOrEqualTo(exact.interval().upper());
    assertThat(arm.standardError())
        .isCloseTo(Quantiles.arm(values, .9).orElseThrow().standardError(), within(1.));
    assertThat(reason(BinnedQuantiles.interval(bins, new TreeMap<>(), .9, .95)))
        .isEqualTo(Reason.EMPTY);
  }

  @Test
  void clustersWidenTheStandardErrorOfAQuantile() {
    // Given: ten events a user, all alike, so that there is a tenth of the information
    ArmMean independent = new ArmMean(5, .1, Double.POSITIVE_INFINITY, 1000);
    double[] below = new double[100];
    double[] events = new double[100];
    Arrays.fill(events, 10);
    Arrays.fill(below, 0, 90, 10);

    // When
    ArmMean clustered =
        Quantiles.clustered(independent, JointMoments.of(below, events), .9).orElseThrow();

    // Then
    assertThat(clustered.standardError()).isCloseTo(.1 * Math.sqrt(1000 / 99.), within(1e-9));
    assertThat(clustered.n()).isEqualTo(100);
  }

  @Test
  void fewUnitsHaveNoTailQuantile() {
    assertThat(reason(Quantiles.interval(new double[10], .99, .95)))
        .isEqualTo(Reason.TOO_FEW_UNITS);
    assertThat(reason(Quantiles.arm(1, .9, 1.1, .95, .99, 300))).isEqualTo(Reason.TOO_FEW_UNITS);
  }

  @Test
  void cupedTakesTheShareOfVarianceThatTheCovariateExplains() {
    // Given
    Moments y = new Moments(10_000, 10, 100);
    Moments x = new Moments(10_000, 5, 25);
    JointMoments arm = new JointMoments(y, x, .8 * 10 * 5);

    // When
    Estimate adjusted = Cuped.difference(arm, arm, .95).orElseThrow();

    // Then
    double plain = WelchT.difference(y, y, .95).orElseThrow().standardError().getAsDouble();
    assertThat(adjusted.standardError().getAsDouble())
        .isCloseTo(plain * Math.sqrt(1 - .64), within(1e-12));
  }
}
