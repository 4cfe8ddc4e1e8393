package io.throughline.selection.statistics.bayes;

import static io.throughline.selection.statistics.Published.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.comparison.ArmMean;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.sample.Proportion;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.junit.jupiter.api.Test;

class BayesReferenceTest {

  @Test
  void gaussianEffectUnderAFlatPrior() {
    // Given
    ArmMean control = ArmMean.of(new Proportion(49, 100)).orElseThrow();
    ArmMean treatment = ArmMean.of(new Proportion(51, 100)).orElseThrow();
    Effect lift = Effect.relative(treatment, control, Method.RELATIVE_LIFT).orElseThrow();

    // When
    Posterior posterior = GaussianBayes.flat(lift, .95).orElseThrow();

    // Then
    assertPrinted(posterior.mean(), ".04082");
    assertPrinted(posterior.chanceBetter(), ".60918");
    assertPrinted(posterior.interval().lower(), "-.24779");
    assertPrinted(posterior.interval().upper(), ".32943");
    assertPrinted(posterior.lossOfControl(), ".0814");
    assertPrinted(posterior.lossOfTreatment(), ".04058");
  }

  @Test
  void betaBinomialAgreesWithTenMillionDraws() {
    // Given
    Proportion treatment = new Proportion(57, 410);
    Proportion control = new Proportion(49, 395);
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(11);
    ContinuousDistribution.Sampler t = BetaDistribution.of(58, 354).createSampler(random);
    ContinuousDistribution.Sampler c = BetaDistribution.of(50, 347).createSampler(random);
    int draws = 10_000_000;
    double loss = 0;
    double better = 0;
    for (int i = 0; i < draws; i++) {
      double difference = t.sample() - c.sample();
      loss += Math.max(-difference, 0);
      better += difference > 0 ? 1 : 0;
    }

    // When
    Posterior posterior = BetaBinomial.UNIFORM.difference(treatment, control, .95).orElseThrow();

    // Then: five standard errors of the simulation
    assertThat(posterior.chanceBetter()).isCloseTo(better / draws, within(5 * .5 / Math.sqrt(1e7)));
    assertThat(posterior.lossOfTreatment())
        .isCloseTo(loss / draws, within(5 * posterior.standardDeviation() / Math.sqrt(1e7)));
  }
}
