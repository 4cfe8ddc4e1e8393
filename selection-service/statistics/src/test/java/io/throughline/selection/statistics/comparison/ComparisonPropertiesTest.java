package io.throughline.selection.statistics.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.sample.JointMoments;
import io.throughline.selection.statistics.sample.Moments;
import io.throughline.selection.statistics.sample.Proportion;
import io.throughline.selection.statistics.sequential.AsymptoticConfidenceSequence;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ComparisonPropertiesTest {

  @Provide
  Arbitrary<Moments> arms() {
    return Combinators.combine(
            Arbitraries.longs().between(2, 1_000_000_000_000L),
            Arbitraries.doubles().between(-100, 100),
            Arbitraries.doubles().between(1e-3, 1e4).ofScale(3))
        .as(Moments::new);
  }

  /** From nothing at all to 10^12 units of variance 10^300. */
  @Provide
  Arbitrary<Moments> extremes() {
    return Combinators.combine(
            Arbitraries.of(0L, 1L, 2L, 30L, 1_000_000_000_000L),
            Arbitraries.of(-1e150, -1.0, -1e-150, 0.0, 1e-300, 1e-150, 1.0, 1e150, 1e300),
            Arbitraries.of(0.0, Double.MIN_VALUE, 1e-300, 1e-30, 1.0, 1e30, 1e300))
        .as(Moments::new);
  }

  @Provide
  Arbitrary<Proportion> shares() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 5000), Arbitraries.doubles().between(0, 1))
        .as((n, share) -> new Proportion(Math.round(n * share), n));
  }

  @Provide
  Arbitrary<Double> levels() {
    return Arbitraries.of(.5, .8, .9, .95, .99, .999);
  }

  @Property
  void intervalAndPNeverDisagree(
      @ForAll("arms") Moments t,
      @ForAll("arms") Moments c,
      @ForAll("levels") double level,
      @ForAll Alternative alternative,
      @ForAll @DoubleRange(min = -50, max = 50) double nullValue) {
    // Given
    Effect effect = WelchT.effect(t, c).orElseThrow();

    // When
    List<Estimate> estimates = new ArrayList<>();
    estimates.add(effect.fixedHorizon(level, alternative, nullValue).orElseThrow());
    estimates.add(
        AsymptoticConfidenceSequence.estimate(effect, level, 1e4, alternative, nullValue)
            .orElseThrow());

    // Then
    for (Estimate estimate : estimates) {
      assertThat(estimate.interval().contains(nullValue))
          .isEqualTo(!estimate.p().isBelow(1 - level));
      assertThat(estimate.interval().contains(estimate.value())).isTrue();
    }
  }

  @Property
  void intervalAndPOfSharesNeverDisagree(
      @ForAll("shares") Proportion t,
      @ForAll("shares") Proportion c,
      @ForAll("levels") double level) {
    // When
    List<Result<Estimate>> differences =
        List.of(Newcombe.difference(t, c, level), TwoProportions.wald(t, c, level));
    Result<Estimate> odds = FisherExact.oddsRatio(t, c, level);

    // Then
    for (Result<Estimate> result : differences) {
      if (result instanceof Result.Computed<Estimate> difference) {
        assertThat(difference.value().interval().contains(0))
            .isEqualTo(!difference.value().p().isBelow(1 - level));
      }
    }
    if (odds instanceof Result.Computed<Estimate> ratio) {
      assertThat(ratio.value().interval().contains(1))
          .isEqualTo(!ratio.value().p().isBelow(1 - level));
    }
  }

  /** The central p-value is 1/2, and so is what the level leaves: a tie that rounding decides. */
  @Example
  void intervalAndPOfOddsAgreeWhereTheyAreTied() {
    for (Proportion[] arms :
        List.of(
            new Proportion[] {new Proportion(6, 7), new Proportion(0, 1)},
            new Proportion[] {new Proportion(0, 1), new Proportion(6, 7)},
            new Proportion[] {new Proportion(1, 7), new Proportion(1, 1)})) {
      Estimate odds = FisherExact.oddsRatio(arms[0], arms[1], .5).orElseThrow();

      assertThat(odds.p().value()).isCloseTo(.5, within(1e-12));
      assertThat(odds.interval().contains(1)).isEqualTo(!odds.p().isBelow(.5));
    }
  }

  @Property
  void swappingTheArmsSwapsTheSign(
      @ForAll("arms") Moments t, @ForAll("arms") Moments c, @ForAll("levels") double level) {
    // When
    Estimate there = WelchT.difference(t, c, level).orElseThrow();
    Estimate back = WelchT.difference(c, t, level).orElseThrow();

    // Then
    assertThat(back.value()).isEqualTo(-there.value());
    assertThat(back.interval()).isEqualTo(there.interval().negate());
    assertThat(back.p()).isEqualTo(there.p());
  }

  @Property
  void swappingSuccessAndFailureSwapsTheSign(
      @ForAll("shares") Proportion t, @ForAll("shares") Proportion c) {
    // When
    Estimate there = Newcombe.difference(t, c, .95).orElseThrow();
    Estimate back =
        Newcombe.difference(
                new Proportion(t.failures(), t.n()), new Proportion(c.failures(), c.n()), .95)
            .orElseThrow();

    // Then
    assertThat(back.value()).isCloseTo(-there.value(), within(1e-12));
    assertThat(back.interval().lower()).isCloseTo(-there.interval().upper(), within(1e-9));
    assertThat(back.p().log()).isCloseTo(there.p().log(), within(1e-6 - 1e-6 * there.p().log()));
  }

  @Property
  void unitsOfMeasurementDoNotMatter(
      @ForAll("arms") Moments t,
      @ForAll("arms") Moments c,
      @ForAll @IntRange(min = -100, max = 100) int power) {
    // Given
    double factor = Math.pow(10, power);

    // When
    Estimate plain = WelchT.difference(t, c, .95).orElseThrow();
    Estimate scaled =
        WelchT.difference(t.transform(factor, 0), c.transform(factor, 0), .95).orElseThrow();

    // Then
    assertThat(scaled.value()).isCloseTo(factor * plain.value(), within(1e-12 * factor * 100));
    double error = plain.standardError().getAsDouble();
    assertThat(scaled.standardError().getAsDouble() / factor)
        .isCloseTo(error, within(1e-12 * error));
    assertThat(scaled.p().log()).isCloseTo(plain.p().log(), within(1e-9 - 1e-9 * plain.p().log()));
  }

  @Property
  void liftDoesNotDependOnTheUnitOfMeasurement(
      @ForAll("arms") Moments t,
      @ForAll("arms") Moments c,
      @ForAll @IntRange(min = -50, max = 50) int power) {
    // Given
    double factor = Math.pow(10, power);
    Result<Estimate> plain = WelchT.lift(t, c, .95);

    // When
    Result<Estimate> scaled = WelchT.lift(t.transform(factor, 0), c.transform(factor, 0), .95);

    // Then
    if (plain instanceof Result.Computed<Estimate> lift) {
      double value = lift.value().value();
      assertThat(scaled.orElseThrow().value())
          .isCloseTo(value, within(1e-11 * (2 + Math.abs(value))));
    }
  }

  @Property
  void moreUnitsNarrowTheIntervalAndLowerP(@ForAll("arms") Moments t, @ForAll("arms") Moments c) {
    // Given
    Moments more = new Moments(2 * t.n(), t.mean(), t.variance());
    Moments moreControl = new Moments(2 * c.n(), c.mean(), c.variance());

    // When
    Estimate few = WelchT.difference(t, c, .95).orElseThrow();
    Estimate many = WelchT.difference(more, moreControl, .95).orElseThrow();

    // Then
    assertThat(many.interval().width()).isLessThan(few.interval().width());
    assertThat(many.p().log()).isLessThanOrEqualTo(few.p().log() + 1e-12);
  }

  @Property
  void greaterEffectsLowerPAndHigherLevelsWidenTheInterval(
      @ForAll("arms") Moments t,
      @ForAll("arms") Moments c,
      @ForAll @DoubleRange(min = 0, max = 10) double more) {
    // Given
    double away = t.mean() >= c.mean() ? more : -more;

    // When
    Estimate near = WelchT.difference(t, c, .95).orElseThrow();
    Estimate far = WelchT.difference(t.transform(1, away), c, .99).orElseThrow();

    // Then
    assertThat(far.p().log()).isLessThanOrEqualTo(near.p().log() + 1e-9);
    assertThat(far.interval().width()).isGreaterThan(near.interval().width());
  }

  @Property
  void extremesAreRightOrNotComputable(
      @ForAll("extremes") Moments t,
      @ForAll("extremes") Moments c,
      @ForAll("levels") double level) {
    // When
    List<Result<Estimate>> results = new ArrayList<>();
    results.add(WelchT.difference(t, c, level));
    results.add(WelchT.lift(t, c, level));
    results.add(
        WelchT.effect(t, c).flatMap(e -> AsymptoticConfidenceSequence.estimate(e, level, 1e4)));
    results.add(
        DeltaRatio.difference(new JointMoments(t, c(t), 0), new JointMoments(c, c(c), 0), level));
    results.add(
        Cuped.difference(new JointMoments(t, c(t), 0), new JointMoments(c, c(c), 0), level));

    // Then
    for (Result<Estimate> result : results) {
      if (result instanceof Result.Computed<Estimate> computed) {
        Estimate estimate = computed.value();
        assertThat(estimate.standardError().getAsDouble()).isPositive().isFinite();
        assertThat(estimate.interval().contains(estimate.value())).isTrue();
        assertThat(estimate.interval().width()).isFinite();
      }
    }
    if (t.n() > 1 && c.n() > 1 && t.variance() + c.variance() >= 1e-300) {
      assertThat(results.get(0).isComputed()).isTrue();
    }
  }

  private static Moments c(Moments arm) {
    return new Moments(arm.n(), arm.n() == 0 ? 0 : 2, arm.n() < 2 ? 0 : 1);
  }

  @Property
  void nonInferiorityReadsItsOwnBound(
      @ForAll("arms") Moments t,
      @ForAll("arms") Moments c,
      @ForAll @DoubleRange(min = 0, max = 20) double margin) {
    // Given
    Effect effect = WelchT.effect(t, c).orElseThrow();

    // When
    Estimate higher = NonInferiority.higherIsBetter(effect, margin, .05).orElseThrow();
    Estimate lower = NonInferiority.lowerIsBetter(effect, margin, .05).orElseThrow();

    // Then
    assertThat(higher.interval().lower() > -margin).isEqualTo(higher.p().isBelow(.05));
    assertThat(lower.interval().upper() < margin).isEqualTo(lower.p().isBelow(.05));
    assertThat(higher.method()).isEqualTo(Method.WELCH_T);
  }
}
