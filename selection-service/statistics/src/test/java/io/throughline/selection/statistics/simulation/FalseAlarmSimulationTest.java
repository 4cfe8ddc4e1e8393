package io.throughline.selection.statistics.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.comparison.WelchT;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.health.SampleRatioTest;
import io.throughline.selection.statistics.multiplicity.Adjusted;
import io.throughline.selection.statistics.multiplicity.Holm;
import io.throughline.selection.statistics.sample.Moments;
import io.throughline.selection.statistics.sequential.AsymptoticConfidenceSequence;
import io.throughline.selection.statistics.sequential.SequentialSampleRatioTest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
class FalseAlarmSimulationTest {

  private static final double[] EVEN = {1, 1};
  private static final int LOOKS = 20;

  /**
   * Whether a claim holds at all of twenty looks, each 250 units an arm later, without an effect.
   */
  private static boolean atAllLooks(long experiment, long seed, Predicate<Effect> claim) {
    UniformRandomProvider random = Trials.random(experiment, seed);
    Moments[] arms = {Moments.NONE, Moments.NONE};
    return !Trials.atAnyLook(
        LOOKS,
        look -> {
          arms[0] = arms[0].plus(Trials.normal(random, 250, 1, 2));
          arms[1] = arms[1].plus(Trials.normal(random, 250, 1, 2));
          return !claim.test(WelchT.effect(arms[0], arms[1]).orElseThrow());
        });
  }

  @Test
  void alwaysValidIntervalsCoverAtAllLooksTogether() {
    double coverage =
        Trials.share(
            "Always-valid interval covers at all of 20 looks",
            seed ->
                atAllLooks(
                    11,
                    seed,
                    effect ->
                        AsymptoticConfidenceSequence.estimate(effect, .95, 5000)
                            .orElseThrow()
                            .interval()
                            .contains(0)));
    assertThat(coverage).isGreaterThanOrEqualTo(.95);
  }

  @Test
  void oneSidedAlwaysValidBoundsHoldAtAllLooksTogether() {
    double coverage =
        Trials.share(
            "One-sided always-valid bound holds at all of 20 looks",
            seed ->
                atAllLooks(
                    12,
                    seed,
                    effect ->
                        AsymptoticConfidenceSequence.estimate(
                                effect, .95, 5000, Alternative.GREATER, 0)
                            .orElseThrow()
                            .interval()
                            .contains(0)));
    assertThat(coverage).isGreaterThanOrEqualTo(.95);
  }

  @Test
  void naiveIntervalsFailUnderLooks() {
    double coverage =
        Trials.share(
            "Naive interval covers at all of 20 looks (it fails)",
            seed ->
                atAllLooks(
                    11,
                    seed,
                    effect -> effect.fixedHorizon(.95).orElseThrow().interval().contains(0)));
    // The literature's figure for 20 looks is a false alarm rate of 24.6 %.
    assertThat(1 - coverage).isBetween(.24, .252);
  }

  @Test
  void sampleRatioAlarmsAreAsRareAsSaid() {
    DiscreteDistribution binomial = BinomialDistribution.of(20_000, .5);
    double alarms =
        Trials.share(
            "Sample ratio test, one look, alarms at 0.001",
            seed -> {
              int first =
                  binomial.inverseCumulativeProbability(Trials.random(13, seed).nextDouble());
              return SampleRatioTest.phase(new long[] {first, 20_000 - first}, EVEN)
                  .orElseThrow()
                  .p()
                  .isBelow(.001);
            });
    assertThat(alarms).isLessThanOrEqualTo(.0012);
  }

  @Test
  void sequentialSampleRatioAlarmsStayRareUnderLooksWhereTheFixedTestFails() {
    double sequential =
        Trials.share(
            "Sequential sample ratio test, 100 looks, alarms at 0.001",
            seed -> alarmAtAnyLook(seed, true));
    double fixed =
        Trials.share(
            "Fixed sample ratio test, 100 looks, alarms at 0.001 (it fails)",
            seed -> alarmAtAnyLook(seed, false));
    assertThat(sequential).isLessThanOrEqualTo(.0012);
    assertThat(fixed).isGreaterThan(.005);
  }

  private static boolean alarmAtAnyLook(long seed, boolean always) {
    UniformRandomProvider random = Trials.random(14, seed);
    long[] observed = new long[2];
    return Trials.atAnyLook(
        100,
        look -> {
          int first = 0;
          for (int i = 0; i < 16; i++) {
            first += Long.bitCount(random.nextLong());
          }
          observed[0] += first;
          observed[1] += 1024 - first;
          var test =
              always
                  ? SequentialSampleRatioTest.DEFAULT.look(observed, EVEN)
                  : SampleRatioTest.phase(observed, EVEN);
          return test.orElseThrow().p().isBelow(.001);
        });
  }

  @Test
  void holmKeepsTheFamilyWiseError() {
    double errors =
        Trials.share(
            "Holm, 10 metrics, 7 without effect, correlation 0.3, at 0.05",
            seed -> {
              SharedStateContinuousSampler gaussian = Trials.gaussian(Trials.random(15, seed));
              double common = gaussian.sample();
              List<PValue> family = new ArrayList<>();
              for (int i = 0; i < 10; i++) {
                double z =
                    (i < 7 ? 0 : 3) + Math.sqrt(.3) * common + Math.sqrt(.7) * gaussian.sample();
                family.add(Pivot.NORMAL.p(z, Alternative.TWO_SIDED));
              }
              Adjusted holm = Holm.adjust(family);
              return Trials.atAnyLook(7, i -> holm.rejects(i - 1, .05));
            });
    double independent =
        Trials.share(
            "Holm, 10 independent metrics without effect, at 0.05",
            seed -> {
              UniformRandomProvider random = Trials.random(16, seed);
              return Holm.adjust(random.doubles(10).toArray()).rejections(.05) > 0;
            });
    assertThat(errors).isLessThanOrEqualTo(.052);
    assertThat(independent).isBetween(.045, .052);
  }
}
