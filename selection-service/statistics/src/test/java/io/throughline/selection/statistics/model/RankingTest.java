package io.throughline.selection.statistics.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class RankingTest {

  private static final int UNITS = 200;

  /** Candidates of these true means; units that are hard for one are hard for all. */
  private static double[][] scores(long seed, double... means) {
    var gaussian =
        ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_RO_SHI_RO_128_PP.create(seed));
    double[] unit = gaussian.samples(UNITS).toArray();
    double[][] scores = new double[means.length][UNITS];
    for (int c = 0; c < means.length; c++) {
      for (int u = 0; u < UNITS; u++) {
        scores[c][u] = means[c] + 3 * unit[u] + .5 * gaussian.sample();
      }
    }
    return scores;
  }

  @Test
  void theTieSetHoldsEqualsAndLeavesOutTheClearlyWorse() {
    // When
    TieSet ties = TieSet.of(scores(1, 1, 1, 1, 0, -1), .95, 2000, 7).orElseThrow();

    // Then
    assertThat(ties.members()).isSubsetOf(0, 1, 2).contains(ties.best());
    assertThat(ties.pValues()[4]).isLessThan(.001);
  }

  @Test
  void theFrontKeepsTradeOffsAndDropsTheDominated() {
    // Given: 0 is best in the first metric, 1 in the second, 2 worse in both
    double[][][] scores = {scores(2, 1, 0, 0), scores(3, 0, 1, 0)};
    CandidateScores candidates = CandidateScores.of(scores).orElseThrow();

    // When
    ParetoFront front = ParetoFront.of(candidates, new double[] {.2, .2}, .95, 2000, 5);

    // Then
    assertThat(front.members()).containsExactly(0, 1);
    assertThat(front.dominatedBy()[2]).isIn(0, 1);
    assertThat(front.probabilities()[0]).isEqualTo(1);
    assertThat(front.probabilities()[2]).isLessThan(.9);
  }

  @Test
  void aDifferenceWithinTheNoiseDominatesNobody() {
    // Given
    CandidateScores candidates =
        CandidateScores.of(new double[][][] {scores(4, 0, 0), scores(5, 0, 0)}).orElseThrow();

    // When
    ParetoFront front = ParetoFront.of(candidates, new double[] {.2, .2}, .95, 2000, 5);

    // Then
    assertThat(front.members()).containsExactly(0, 1);
  }

  @Test
  void theRankingIsTheSameToTheLastBitAndAgreesWithThePairedBootstrap() {
    // Given
    double[][] primary = scores(6, 0, .1, .2, .3);
    double[][][] all = {primary, scores(7, 0, 0, 0, 0)};
    CandidateScores candidates = CandidateScores.of(all).orElseThrow();

    // When
    Ranking first = Ranking.of(candidates, 0, new double[2], .95, 4000, 11);
    Ranking second = Ranking.of(candidates, 0, new double[2], .95, 4000, 11);

    // Then
    assertThat(second.differences()).isEqualTo(first.differences());
    assertThat(second.front().probabilities()).isEqualTo(first.front().probabilities());
    assertThat(second.ties().pValues()).isEqualTo(first.ties().pValues());
    Estimate paired =
        PairedBootstrap.percentile(primary[3], primary[0], .95, 4000, 1).orElseThrow();
    Estimate ranked = first.differences().get(0).get(3).orElseThrow();
    double se = paired.standardError().getAsDouble();
    assertThat(ranked.value()).isCloseTo(paired.value(), within(1e-12));
    assertThat(ranked.interval().lower()).isCloseTo(paired.interval().lower(), within(.2 * se));
    assertThat(first.differences().get(0).get(0).isComputed()).isFalse();
  }

  @Test
  void oneStandardErrorBuysTheCheaperModel() {
    // When
    OneStandardErrorRule rule =
        OneStandardErrorRule.choose(
                new double[] {.90, .895, .85}, new double[] {.01, .02, .01}, new double[] {9, 3, 1})
            .orElseThrow();
    OneStandardErrorRule paired =
        OneStandardErrorRule.choosePaired(scores(8, .001, 0, -1), new double[] {9, 3, 1})
            .orElseThrow();

    // Then
    assertThat(rule.best()).isZero();
    assertThat(rule.chosen()).isEqualTo(1);
    assertThat(rule.within()).containsExactly(0, 1);
    assertThat(paired.within()).doesNotContain(2);
  }

  @Test
  void shrinkagePullsTheWinnerBack() {
    // Given
    double[] values = {.1, .2, .15, .9, .12, .18};
    double[] errors = {.2, .2, .2, .2, .2, .2};

    // When
    WinnersCurse curse = WinnersCurse.shrink(values, errors, .95).orElseThrow();

    // Then
    assertThat(curse.selected()).isEqualTo(3);
    assertThat(curse.observed()).isEqualTo(.9);
    assertThat(curse.shrunkenSelected().value()).isBetween(curse.commonMean(), .9 - .1);
    assertThat(curse.shrunkenSelected().standardError().getAsDouble()).isBetween(.05, .2);
    assertThat(curse.candidates()).isEqualTo(6);
  }

  @Test
  void thePoissonBootstrapAddsUpOverStreams() {
    // Given
    PoissonBootstrap whole = new PoissonBootstrap(2000, 9);
    PoissonBootstrap left = new PoissonBootstrap(2000, 9);
    PoissonBootstrap right = new PoissonBootstrap(2000, 9);
    double[] values = scores(10, 0)[0];
    for (int u = 0; u < UNITS; u++) {
      whole.add(u, values[u]);
      (u % 3 == 0 ? left : right).add(u, values[u]);
    }

    // When
    left.add(right);

    // Then
    Estimate mean = whole.mean(.95).orElseThrow();
    Estimate added = left.mean(.95).orElseThrow();
    Estimate paired =
        PairedBootstrap.percentile(values, new double[UNITS], .95, 2000, 1).orElseThrow();
    assertThat(added.interval().lower()).isCloseTo(mean.interval().lower(), within(1e-9));
    assertThat(mean.standardError().getAsDouble())
        .isCloseTo(paired.standardError().getAsDouble(), within(.02));
  }

  @Test
  void theTailMeanHasItsIntervalAndDifference() {
    // Given
    double[] losses = scores(12, 5)[0];
    double[] worse = scores(12, 5.5)[0];

    // When
    Estimate tail = ExpectedMoney.conditionalValueAtRisk(losses, .8, .95, 2000, 1).orElseThrow();
    Estimate difference =
        ExpectedMoney.conditionalValueAtRiskDifference(worse, losses, .8, .95, 2000, 1)
            .orElseThrow();

    // Then
    assertThat(tail.interval().contains(tail.value())).isTrue();
    assertThat(tail.caveats()).isEmpty();
    assertThat(difference.value()).isCloseTo(.5, within(1e-9));
    assertThat(new AsymmetricCost(1, 3).targetQuantile()).isEqualTo(.75);
    assertThat(new AsymmetricCost(1, 3).losses(new double[] {4, 1}, new double[] {1, 4}))
        .containsExactly(3, 9);
  }

  @Test
  void scoresThatAreNoNumbersAreNoRanking() {
    // Given
    double[][] scores = scores(1, 0, 0);
    scores[1][5] = Double.NaN;

    // When
    Result<CandidateScores> result = CandidateScores.of(scores);

    // Then
    assertThat(((Result.NotComputable<CandidateScores>) result).reason())
        .isEqualTo(Reason.NOT_FINITE);
  }
}
