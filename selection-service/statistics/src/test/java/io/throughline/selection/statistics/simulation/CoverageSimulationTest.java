package io.throughline.selection.statistics.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.comparison.Cuped;
import io.throughline.selection.statistics.comparison.DeltaRatio;
import io.throughline.selection.statistics.comparison.Newcombe;
import io.throughline.selection.statistics.comparison.TwoProportions;
import io.throughline.selection.statistics.comparison.WelchT;
import io.throughline.selection.statistics.model.PairedBootstrap;
import io.throughline.selection.statistics.model.TieSet;
import io.throughline.selection.statistics.sample.JointMoments;
import io.throughline.selection.statistics.sample.Moments;
import io.throughline.selection.statistics.sample.Proportion;
import io.throughline.selection.statistics.synthesis.RandomEffects;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
class CoverageSimulationTest {

  private static void assertCovers(String name, double truth, LongFunction<Estimate> trial) {
    double coverage = Trials.share(name, seed -> trial.apply(seed).interval().contains(truth));
    assertThat(coverage).as(name).isBetween(.945, .955);
  }

  @Test
  void welchCoversMeansOfUnequalVariancesAndSizes() {
    assertCovers(
        "Welch, n 12 and 40, variances 9 and 1",
        .5,
        seed -> {
          UniformRandomProvider random = Trials.random(1, seed);
          Moments treatment = Trials.normal(random, 12, 1.5, 3);
          return WelchT.difference(treatment, Trials.normal(random, 40, 1, 1), .95).orElseThrow();
        });
  }

  @Test
  void liftCoversTheRelativeEffect() {
    assertCovers(
        "Relative lift, n 2,000 each",
        .1,
        seed -> {
          UniformRandomProvider random = Trials.random(2, seed);
          Moments treatment = Trials.normal(random, 2000, 1.1, 2);
          return WelchT.lift(treatment, Trials.normal(random, 2000, 1, 2), .95).orElseThrow();
        });
  }

  @Test
  void proportionsCoverAtLargeAndSmallCounts() {
    DiscreteDistribution many = BinomialDistribution.of(1000, .3);
    DiscreteDistribution manyControl = BinomialDistribution.of(1000, .25);
    assertCovers(
        "Two proportions (Wald), 300 and 250 of 1,000",
        .05,
        seed -> {
          UniformRandomProvider random = Trials.random(3, seed);
          return TwoProportions.wald(draw(many, random, 1000), draw(manyControl, random, 1000), .95)
              .orElseThrow();
        });
    DiscreteDistribution few = BinomialDistribution.of(400, .05);
    DiscreteDistribution fewControl = BinomialDistribution.of(500, .04);
    assertCovers(
        "Newcombe, 20 of 400 and 20 of 500",
        .05 - .04,
        seed -> {
          UniformRandomProvider random = Trials.random(4, seed);
          return Newcombe.difference(draw(few, random, 400), draw(fewControl, random, 500), .95)
              .orElseThrow();
        });
  }

  private static Proportion draw(
      DiscreteDistribution binomial, UniformRandomProvider random, int n) {
    return new Proportion(binomial.inverseCumulativeProbability(random.nextDouble()), n);
  }

  private static JointMoments joint(
      UniformRandomProvider random, int n, Function<SharedStateContinuousSampler, double[]> unit) {
    SharedStateContinuousSampler gaussian = Trials.gaussian(random);
    double[] y = new double[n];
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double[] pair = unit.apply(gaussian);
      y[i] = pair[0];
      x[i] = pair[1];
    }
    return JointMoments.of(y, x);
  }

  @Test
  void ratiosCoverWhereNumeratorAndDenominatorMoveTogether() {
    assertCovers(
        "Ratio (delta method), 300 users each",
        .2,
        seed -> {
          UniformRandomProvider random = Trials.random(5, seed);
          JointMoments treatment = joint(random, 300, g -> sessions(g, 2.2));
          return DeltaRatio.difference(treatment, joint(random, 300, g -> sessions(g, 2)), .95)
              .orElseThrow();
        });
  }

  private static double[] sessions(SharedStateContinuousSampler gaussian, double rate) {
    double x = Math.exp(gaussian.sample() / 2);
    return new double[] {rate * x + gaussian.sample(), x};
  }

  @Test
  void cupedCoversAfterItsAdjustment() {
    assertCovers(
        "CUPED, 200 units each, correlation 0.8",
        1,
        seed -> {
          UniformRandomProvider random = Trials.random(6, seed);
          JointMoments treatment = joint(random, 200, g -> correlated(g, 1));
          return Cuped.difference(treatment, joint(random, 200, g -> correlated(g, 0)), .95)
              .orElseThrow();
        });
  }

  private static double[] correlated(SharedStateContinuousSampler gaussian, double effect) {
    double x = gaussian.sample();
    return new double[] {effect + .8 * x + .6 * gaussian.sample(), x};
  }

  @Test
  void knappHartungCoversTheMeanEffectOfManyExperiments() {
    assertCovers(
        "Random effects (REML, Knapp-Hartung), 40 experiments", .3, seed -> meta(seed, 40));
  }

  @Test
  void knappHartungFallsALittleShortAmongTwelveExperiments() {
    double coverage =
        Trials.share(
            "Random effects (REML, Knapp-Hartung), 12 experiments",
            seed -> meta(seed, 12).interval().contains(.3));
    // An approximation in the number of experiments
    assertThat(coverage).isBetween(.94, .955);
  }

  /** The mean effect of experiments whose variances lie between .02 and .13, τ² being .1. */
  private static Estimate meta(long seed, int experiments) {
    SharedStateContinuousSampler gaussian = Trials.gaussian(Trials.random(7, seed));
    double[] y = new double[experiments];
    double[] v = new double[experiments];
    for (int i = 0; i < y.length; i++) {
      v[i] = .02 + .01 * (i % 12);
      y[i] = .3 + Math.sqrt(v[i] + .1) * gaussian.sample();
    }
    return RandomEffects.of(y, v, .95).orElseThrow().effect();
  }

  @Test
  void pairedBootstrapCoversTheMeanDifference() {
    double coverage =
        Trials.share(
            "Paired bootstrap (BCa), 341 units, 2,000 draws",
            4000,
            seed -> {
              UniformRandomProvider random = Trials.random(8, seed);
              double[] differences = Trials.gaussian(random).samples(341).toArray();
              return PairedBootstrap.bca(differences, new double[341], .95, 2000, seed)
                  .orElseThrow()
                  .interval()
                  .contains(0);
            });
    // Four standard errors of 4,000 trials
    assertThat(coverage).isBetween(.95 - .014, .95 + .014);
  }

  @Test
  void theTrueBestIsInTheTieSet() {
    double kept =
        Trials.share(
            "Tie set, 30 equal candidates, 100 units, level 90 %",
            2000,
            seed -> {
              SharedStateContinuousSampler gaussian = Trials.gaussian(Trials.random(9, seed));
              double[][] scores = new double[30][];
              for (int c = 0; c < scores.length; c++) {
                scores[c] = gaussian.samples(100).toArray();
              }
              return TieSet.of(scores, .9, 2000, seed).orElseThrow().members().contains(0);
            });
    // Four standard errors of 2,000 trials
    assertThat(kept).isGreaterThan(.9 - .027);
  }
}
