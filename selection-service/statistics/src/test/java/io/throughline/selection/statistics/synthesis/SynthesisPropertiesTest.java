package io.throughline.selection.statistics.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.sample.Proportion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SynthesisPropertiesTest {

  record Experiment(double effect, double variance) {}

  @Provide
  Arbitrary<List<Experiment>> experiments() {
    return Combinators.combine(
            Arbitraries.doubles().between(-2, 2), Arbitraries.doubles().between(.01, 2))
        .as(Experiment::new)
        .list()
        .ofMinSize(3)
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<Stratum> strata() {
    return Combinators.combine(
            Arbitraries.longs().between(2, 400),
            Arbitraries.longs().between(2, 400),
            Arbitraries.doubles().between(.1, .9))
        .as(
            (n1, n2, share) ->
                new Stratum(
                    new Proportion(Math.round(n1 * share), n1),
                    new Proportion(Math.round(n2 * (1 - share)), n2)));
  }

  private static RandomEffectsFit fit(List<Experiment> experiments, double factor) {
    return RandomEffects.of(
            experiments.stream().mapToDouble(e -> factor * e.effect()).toArray(),
            experiments.stream().mapToDouble(e -> factor * e.variance() * factor).toArray(),
            .95)
        .orElseThrow();
  }

  @Property
  void unitOfMeasurementAndOrderDoNotMatter(
      @ForAll("experiments") List<Experiment> experiments, @ForAll("factors") double factor) {
    // Given
    List<Experiment> reversed = new ArrayList<>(experiments);
    Collections.reverse(reversed);

    // When
    RandomEffectsFit plain = fit(experiments, 1);
    RandomEffectsFit scaled = fit(reversed, factor);

    // Then
    assertThat(scaled.effect().value() / factor).isCloseTo(plain.effect().value(), within(1e-9));
    assertThat(scaled.tauSquared() / factor / factor).isCloseTo(plain.tauSquared(), within(1e-9));
    assertThat(scaled.effect().interval().contains(0))
        .isEqualTo(!scaled.effect().p().isBelow(1 - .95));
  }

  @Provide
  Arbitrary<Double> factors() {
    return Arbitraries.of(1e-140, 1e-20, .5, 1.0, 1e20, 1e140);
  }

  @Property
  void swappingTheArmsInvertsTheOddsRatioAndNegatesTheDifference(
      @ForAll List<@From("strata") Stratum> strata) {
    // Given
    List<Stratum> swapped =
        strata.stream().map(s -> new Stratum(s.control(), s.treatment())).toList();

    // When
    var there = MantelHaenszel.oddsRatio(strata, .95);
    var back = MantelHaenszel.oddsRatio(swapped, .95);
    var difference = SizeWeightedDifference.ofProportions(strata, .95);
    var negated = SizeWeightedDifference.ofProportions(swapped, .95);

    // Then
    assertThat(back.isComputed()).isEqualTo(there.isComputed());
    if (there.isComputed()) {
      Estimate odds = there.orElseThrow();
      assertThat(1 / back.orElseThrow().value())
          .isCloseTo(odds.value(), within(1e-9 * odds.value()));
    }
    if (difference.isComputed()) {
      assertThat(negated.orElseThrow().value())
          .isCloseTo(-difference.orElseThrow().value(), within(1e-12));
    }
  }

  @Property
  void mixAndRateAddUpToTheTotal(@ForAll List<@From("strata") Stratum> strata) {
    // Given
    List<Proportion> before = strata.stream().map(Stratum::treatment).toList();
    List<Proportion> after = strata.stream().map(Stratum::control).toList();

    // When
    var split = MixRate.of(before, after, .95);

    // Then
    if (split.isComputed()) {
      Proportion b = before.stream().reduce(new Proportion(0, 0), Proportion::plus);
      Proportion a = after.stream().reduce(new Proportion(0, 0), Proportion::plus);
      assertThat(split.orElseThrow().total().value())
          .isCloseTo(a.share() - b.share(), within(1e-12));
    }
  }
}
