package io.throughline.selection.statistics.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.sequential.SequentialSampleRatioTest;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class HealthPropertiesTest {

  @Property
  void armsMayBeNamedInAnyOrder(
      @ForAll @LongRange(min = 100, max = 1_000_000_000_000L) long a,
      @ForAll @LongRange(min = 100, max = 1_000_000_000_000L) long b,
      @ForAll @DoubleRange(min = .1, max = 10) double weight) {
    // When
    SignificanceTest there =
        SampleRatioTest.phase(new long[] {a, b}, new double[] {weight, 1}).orElseThrow();
    SignificanceTest back =
        SampleRatioTest.phase(new long[] {b, a}, new double[] {1, weight}).orElseThrow();
    SignificanceTest sequential =
        SequentialSampleRatioTest.DEFAULT
            .look(new long[] {a, b}, new double[] {weight, 1})
            .orElseThrow();
    SignificanceTest sequentialBack =
        SequentialSampleRatioTest.DEFAULT
            .look(new long[] {b, a}, new double[] {1, weight})
            .orElseThrow();

    // Then
    assertThat(back.p().log()).isCloseTo(there.p().log(), within(1e-9 - 1e-9 * there.p().log()));
    assertThat(sequentialBack.statistic())
        .isCloseTo(sequential.statistic(), within(1e-6 + 1e-9 * Math.abs(sequential.statistic())));
  }

  @Property
  void powerGrowsWithUnitsAndEffect(
      @ForAll @DoubleRange(min = 3, max = 1e4) double units,
      @ForAll @DoubleRange(min = .01, max = 1) double effect) {
    // Given
    Power power = Power.CUSTOMARY;

    // When
    double achieved = power.achievedForT(units, effect, 1);

    // Then
    assertThat(power.achievedForT(units * 1.1, effect, 1)).isGreaterThanOrEqualTo(achieved - 1e-12);
    assertThat(power.achievedForT(units, effect * 1.1, 1)).isGreaterThanOrEqualTo(achieved - 1e-12);
    assertThat(power.unitsPerArm(effect * 1.1, 1, 1)).isLessThan(power.unitsPerArm(effect, 1, 1));
  }

  @Property
  void unitsAndDetectableEffectAreInverse(
      @ForAll @DoubleRange(min = .01, max = 10) double effect,
      @ForAll @DoubleRange(min = .1, max = 10) double variance) {
    // When
    double units = Power.CUSTOMARY.unitsPerArm(effect, variance, 2 * variance);

    // Then
    assertThat(Power.CUSTOMARY.minimalDetectableEffect(units, variance, 2 * variance))
        .isCloseTo(effect, within(1e-12 * effect));
    assertThat(Power.CUSTOMARY.achieved(units, effect, variance, 2 * variance))
        .isCloseTo(.8, within(1e-12));
  }
}
