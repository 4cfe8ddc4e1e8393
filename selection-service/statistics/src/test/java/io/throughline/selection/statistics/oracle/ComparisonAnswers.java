package io.throughline.selection.statistics.oracle;

import static java.util.Map.entry;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.bayes.BetaBinomial;
import io.throughline.selection.statistics.bayes.GaussianBayes;
import io.throughline.selection.statistics.bayes.Posterior;
import io.throughline.selection.statistics.comparison.Cuped;
import io.throughline.selection.statistics.comparison.DeltaRatio;
import io.throughline.selection.statistics.comparison.FisherExact;
import io.throughline.selection.statistics.comparison.Newcombe;
import io.throughline.selection.statistics.comparison.Quantiles;
import io.throughline.selection.statistics.comparison.TwoProportions;
import io.throughline.selection.statistics.comparison.WelchT;
import io.throughline.selection.statistics.distribution.ChiSquare;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.distribution.StudentT;
import io.throughline.selection.statistics.health.MultipleExposures;
import io.throughline.selection.statistics.health.Power;
import io.throughline.selection.statistics.health.SampleRatioTest;
import io.throughline.selection.statistics.multiplicity.Adjusted;
import io.throughline.selection.statistics.multiplicity.BenjaminiHochberg;
import io.throughline.selection.statistics.multiplicity.Holm;
import io.throughline.selection.statistics.sample.JointMoments;
import io.throughline.selection.statistics.sample.Moments;
import io.throughline.selection.statistics.sample.Proportion;
import io.throughline.selection.statistics.sequential.AsymptoticConfidenceSequence;
import io.throughline.selection.statistics.sequential.SequentialSampleRatioTest;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** How this module answers the oracle's questions on comparisons, data health and multiplicity. */
final class ComparisonAnswers {

  static final Map<String, Function<double[][], Result<double[]>>> FUNCTIONS =
      Map.ofEntries(
          entry("welch", g -> full(WelchT.difference(moments(g[0]), moments(g[1]), g[2][0]))),
          entry("sums", ComparisonAnswers::sums),
          entry("lift", g -> full(WelchT.lift(ofSums(g[0]), ofSums(g[1]), g[2][0]))),
          entry("sequential", ComparisonAnswers::sequential),
          entry("ratio", g -> full(DeltaRatio.difference(joint(g[0]), joint(g[1]), g[2][0]))),
          entry("ratioLift", g -> full(DeltaRatio.lift(joint(g[0]), joint(g[1]), g[2][0]))),
          entry("cuped", g -> full(Cuped.difference(joint(g[0]), joint(g[1]), g[2][0]))),
          entry("cupedLift", g -> full(Cuped.lift(joint(g[0]), joint(g[1]), g[2][0]))),
          entry("quantileDifference", ComparisonAnswers::quantileDifference),
          entry("gaussianBayes", ComparisonAnswers::gaussianBayes),
          entry("pooledZ", ComparisonAnswers::pooledZ),
          entry(
              "newcombe",
              g ->
                  Newcombe.difference(proportion(g[0]), proportion(g[1]), g[2][0])
                      .map(e -> numbers(bounds(e), e.p().log()))),
          entry(
              "wald", g -> full(TwoProportions.wald(proportion(g[0]), proportion(g[1]), g[2][0]))),
          entry(
              "clopperPearson",
              g ->
                  MultipleExposures.clopperPearson(proportion(g[0]), Alternative.TWO_SIDED, g[1][0])
                      .map(ComparisonAnswers::bounds)),
          entry("fisher", ComparisonAnswers::fisher),
          entry(
              "oddsRatio",
              g ->
                  FisherExact.oddsRatio(proportion(g[0]), proportion(g[1]), g[2][0])
                      .map(e -> numbers(bounds(e), e.p().log()))),
          entry(
              "quantile",
              g -> Quantiles.interval(g[0], g[1][0], g[1][1]).map(ComparisonAnswers::bounds)),
          entry(
              "sampleRatio",
              g ->
                  SampleRatioTest.phase(longs(g[0]), g[1])
                      .map(t -> new double[] {t.statistic(), t.p().log()})),
          entry(
              "sequentialSampleRatio",
              g ->
                  SequentialSampleRatioTest.DEFAULT
                      .look(longs(g[0]), g[1])
                      .map(t -> new double[] {t.statistic()})),
          entry(
              "power", g -> Result.computed(new double[] {power(g[0]).unitsPerArm(g[1][0], 1, 1)})),
          entry(
              "powerT",
              g -> Result.computed(new double[] {power(g[0]).achievedForT(g[1][0], g[1][1], 1)})),
          entry("holm", g -> logs(Holm.adjust(g[0]))),
          entry("benjaminiHochberg", g -> logs(BenjaminiHochberg.adjust(g[0]))),
          entry(
              "logT",
              g ->
                  Result.computed(
                      new double[] {
                        Pivot.student(g[0][1]).p(g[0][0], Alternative.TWO_SIDED).log()
                      })),
          entry(
              "quantileT",
              g -> Result.computed(new double[] {new StudentT(g[0][1]).upperQuantile(g[0][0])})),
          entry(
              "logChiSquare",
              g -> Result.computed(new double[] {ChiSquare.upperTail(g[0][0], g[0][1]).log()})),
          entry("betaBinomial", ComparisonAnswers::betaBinomial));

  private ComparisonAnswers() {}

  static double[] numbers(double[] first, double... more) {
    double[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  static double[] bounds(Estimate e) {
    return new double[] {e.value(), e.interval().lower(), e.interval().upper()};
  }

  static Result<double[]> full(Result<Estimate> estimate) {
    return estimate.map(
        e ->
            new double[] {
              e.value(),
              e.standardError().getAsDouble(),
              e.interval().lower(),
              e.interval().upper(),
              e.p().log()
            });
  }

  static long[] longs(double[] numbers) {
    return Arrays.stream(numbers).mapToLong(x -> (long) x).toArray();
  }

  static Proportion proportion(double[] g) {
    return new Proportion((long) g[0], (long) g[1]);
  }

  private static Moments moments(double[] g) {
    return new Moments((long) g[0], g[1], g[2]);
  }

  private static Moments ofSums(double[] g) {
    return Moments.ofSums((long) g[0], g[1], g[2]);
  }

  private static JointMoments joint(double[] g) {
    return JointMoments.ofSums((long) g[0], g[1], g[2], g[3], g[4], g[5]);
  }

  private static Power power(double[] g) {
    return new Power(g[0], (int) g[1], g[2]);
  }

  private static Result<double[]> logs(Adjusted adjusted) {
    return Result.computed(adjusted.pValues().stream().mapToDouble(p -> p.log()).toArray());
  }

  private static Result<double[]> sums(double[][] g) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (double y : g[0]) {
      BigDecimal shifted = BigDecimal.valueOf(y).add(BigDecimal.valueOf(g[1][0]));
      sum = sum.add(shifted);
      squares = squares.add(shifted.multiply(shifted));
    }
    Moments moments = Moments.ofSums(g[0].length, sum, squares);
    return Result.computed(new double[] {moments.mean(), moments.variance()});
  }

  private static Result<double[]> sequential(double[][] g) {
    return WelchT.effect(ofSums(g[0]), ofSums(g[1]))
        .flatMap(effect -> AsymptoticConfidenceSequence.estimate(effect, g[2][0], g[2][1]))
        .map(e -> numbers(bounds(e), e.p().log()));
  }

  private static Result<double[]> quantileDifference(double[][] g) {
    double p = g[2][0];
    double level = g[2][1];
    return Quantiles.arm(g[0][0], g[0][1], g[0][2], level, p, (long) g[0][3])
        .flatMap(
            t ->
                Quantiles.arm(g[1][0], g[1][1], g[1][2], level, p, (long) g[1][3])
                    .flatMap(c -> Quantiles.difference(t, c, level)))
        .map(ComparisonAnswers::bounds);
  }

  private static Result<double[]> gaussianBayes(double[][] g) {
    return WelchT.effect(ofSums(g[0]), ofSums(g[1]))
        .flatMap(
            effect ->
                g[2][1] == 0
                    ? GaussianBayes.flat(effect, .95)
                    : GaussianBayes.of(effect, g[2][0], g[2][1], .95))
        .map(
            p ->
                new double[] {
                  p.mean(),
                  p.interval().lower(),
                  p.interval().upper(),
                  p.chanceBetter(),
                  p.lossOfTreatment(),
                  p.lossOfControl()
                });
  }

  private static Result<double[]> betaBinomial(double[][] g) {
    Result<Posterior> posterior =
        BetaBinomial.UNIFORM.difference(proportion(g[0]), proportion(g[1]), .95);
    return posterior.map(
        p -> new double[] {p.mean(), p.chanceBetter(), p.lossOfTreatment(), p.lossOfControl()});
  }

  private static Result<double[]> pooledZ(double[][] g) {
    return TwoProportions.pooledZ(proportion(g[0]), proportion(g[1]), Alternative.TWO_SIDED)
        .map(t -> new double[] {t.statistic(), t.p().log()});
  }

  private static Result<double[]> fisher(double[][] g) {
    Result<SignificanceTest> twoSided =
        FisherExact.test(proportion(g[0]), proportion(g[1]), Alternative.TWO_SIDED);
    return twoSided.map(
        t ->
            new double[] {
              t.p().log(),
              FisherExact.test(proportion(g[0]), proportion(g[1]), Alternative.GREATER)
                  .orElseThrow()
                  .p()
                  .log(),
              FisherExact.test(proportion(g[0]), proportion(g[1]), Alternative.LESS)
                  .orElseThrow()
                  .p()
                  .log()
            });
  }
}
