package io.throughline.selection.statistics.oracle;

import static io.throughline.selection.statistics.oracle.ComparisonAnswers.bounds;
import static io.throughline.selection.statistics.oracle.ComparisonAnswers.full;
import static io.throughline.selection.statistics.oracle.ComparisonAnswers.longs;
import static io.throughline.selection.statistics.oracle.ComparisonAnswers.numbers;
import static java.util.Map.entry;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.NormalOrder;
import io.throughline.selection.statistics.drift.ChiSquareTest;
import io.throughline.selection.statistics.drift.JensenShannon;
import io.throughline.selection.statistics.drift.KolmogorovSmirnov;
import io.throughline.selection.statistics.drift.PopulationStabilityIndex;
import io.throughline.selection.statistics.drift.Wasserstein;
import io.throughline.selection.statistics.model.BootstrapDrawsAnswer;
import io.throughline.selection.statistics.model.CorrelatedBayesianT;
import io.throughline.selection.statistics.model.ExpectedMoney;
import io.throughline.selection.statistics.model.FriedmanTest;
import io.throughline.selection.statistics.model.NadeauBengio;
import io.throughline.selection.statistics.sample.Proportion;
import io.throughline.selection.statistics.synthesis.MantelHaenszel;
import io.throughline.selection.statistics.synthesis.MixRate;
import io.throughline.selection.statistics.synthesis.RandomEffects;
import io.throughline.selection.statistics.synthesis.RandomEffects.Estimator;
import io.throughline.selection.statistics.synthesis.RandomEffects.Inference;
import io.throughline.selection.statistics.synthesis.SizeWeightedDifference;
import io.throughline.selection.statistics.synthesis.Stratum;
import io.throughline.selection.statistics.time.DifferenceInDifferences;
import io.throughline.selection.statistics.time.InterruptedSeries;
import io.throughline.selection.statistics.time.SingleChangePoint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How this module answers the oracle's questions on models, many experiments, time and drift. */
final class ModelAnswers {

  static final Map<String, Function<double[][], Result<double[]>>> FUNCTIONS =
      Map.ofEntries(
          entry(
              "nadeauBengio",
              g -> full(NadeauBengio.compare(g[0], g[1], longs(g[2]), longs(g[3]), .95))),
          entry(
              "correlatedBayesianT",
              g ->
                  CorrelatedBayesianT.compare(g[0], g[1], longs(g[2]), longs(g[3]), g[4][0])
                      .map(p -> new double[] {p.worse(), p.equivalent(), p.better()})),
          entry(
              "conditionalValueAtRisk",
              g -> Result.computed(new double[] {ExpectedMoney.tailMean(g[0], g[1][0])})),
          entry("friedman", ModelAnswers::friedman),
          entry(
              "expectedMaximum",
              g ->
                  Result.computed(new double[] {new NormalOrder((int) g[0][0]).expectedMaximum()})),
          entry(
              "studentizedRange",
              g ->
                  Result.computed(
                      new double[] {new NormalOrder((int) g[0][0]).rangeUpperQuantile(g[0][1])})),
          entry(
              "bootstrapDraws", g -> BootstrapDrawsAnswer.bounds(g[0], g[1][0], g[1][1], g[1][2])),
          entry("dersimonianLaird", ModelAnswers::dersimonianLaird),
          entry("reml", ModelAnswers::reml),
          entry("metaRegression", ModelAnswers::metaRegression),
          entry("mantelHaenszel", ModelAnswers::mantelHaenszel),
          entry("weightedDifferences", ModelAnswers::weightedDifferences),
          entry("mixRate", ModelAnswers::mixRate),
          entry("differenceInDifferences", ModelAnswers::differenceInDifferences),
          entry(
              "changePoint",
              g ->
                  SingleChangePoint.of(g[0], .9, 10, 1)
                      .map(
                          c ->
                              new double[] {
                                c.position().value(), c.shift().value(), c.test().statistic()
                              })),
          entry(
              "interruptedSeries",
              g ->
                  full(
                      InterruptedSeries.of(g[0], (int) g[1][0], (int) g[1][1], .95)
                          .map(InterruptedSeries::effect))),
          entry(
              "chiSquare",
              g ->
                  ChiSquareTest.test(longs(g[0]), longs(g[1]))
                      .map(t -> new double[] {t.statistic(), t.p().log()})),
          entry(
              "jensenShannon",
              g ->
                  JensenShannon.ofCounts(longs(g[0]), longs(g[1]))
                      .map(d -> new double[] {d.value()})),
          entry(
              "populationStabilityIndex",
              g ->
                  PopulationStabilityIndex.ofCounts(longs(g[0]), longs(g[1]))
                      .map(d -> new double[] {d.value()})),
          entry(
              "wasserstein",
              g ->
                  Wasserstein.distance(g[0], g[1])
                      .flatMap(
                          d ->
                              Wasserstein.normed(g[0], g[1])
                                  .map(n -> new double[] {d.value(), n.value()}))),
          entry(
              "kolmogorovSmirnov",
              g ->
                  KolmogorovSmirnov.test(g[0], g[1])
                      .map(t -> new double[] {t.statistic(), t.p().log()})));

  private ModelAnswers() {}

  private static Result<double[]> friedman(double[][] g) {
    double[][] negated =
        Arrays.stream(g)
            .map(row -> Arrays.stream(row).map(x -> -x).toArray())
            .toArray(double[][]::new);
    return FriedmanTest.of(negated)
        .map(
            t ->
                new double[] {
                  t.chiSquare().statistic(),
                  t.chiSquare().p().log(),
                  t.f().statistic(),
                  t.f().p().log()
                });
  }

  private static Result<double[]> dersimonianLaird(double[][] g) {
    return RandomEffects.of(g[0], g[1], Estimator.DERSIMONIAN_LAIRD, Inference.NORMAL, .95)
        .map(
            f ->
                new double[] {
                  f.effect().value(),
                  f.effect().standardError().getAsDouble(),
                  f.effect().interval().lower(),
                  f.effect().interval().upper(),
                  f.tauSquared(),
                  f.q()
                });
  }

  private static Result<double[]> reml(double[][] g) {
    return RandomEffects.of(g[0], g[1], .95)
        .map(
            f ->
                new double[] {
                  f.effect().value(),
                  f.effect().standardError().getAsDouble(),
                  f.effect().interval().lower(),
                  f.effect().interval().upper(),
                  f.tauSquared(),
                  f.iSquared(),
                  f.q(),
                  f.predictionInterval().lower(),
                  f.predictionInterval().upper()
                });
  }

  private static Result<double[]> metaRegression(double[][] g) {
    return RandomEffects.fit(
            g[0], g[1], new double[][] {g[2]}, Estimator.REML, Inference.KNAPP_HARTUNG, .95)
        .map(
            f -> {
              List<Estimate> b = f.coefficients();
              return new double[] {
                b.get(0).value(),
                b.get(1).value(),
                b.get(0).standardError().getAsDouble(),
                b.get(1).standardError().getAsDouble(),
                f.tauSquared(),
                f.q()
              };
            });
  }

  private static List<Stratum> strata(double[][] g) {
    return Arrays.stream(g)
        .map(
            s ->
                new Stratum(
                    new Proportion((long) s[0], (long) s[1]),
                    new Proportion((long) s[2], (long) s[3])))
        .toList();
  }

  private static Result<double[]> mantelHaenszel(double[][] g) {
    List<Stratum> strata = strata(g);
    return full(MantelHaenszel.oddsRatio(strata, .95))
        .map(
            full ->
                numbers(
                    full,
                    MantelHaenszel.test(strata, true).orElseThrow().p().log(),
                    MantelHaenszel.test(strata, false).orElseThrow().p().log()));
  }

  private static Result<double[]> weightedDifferences(double[][] g) {
    Estimate bySize = SizeWeightedDifference.ofProportions(strata(g), .95).orElseThrow();
    Estimate common = MantelHaenszel.riskDifference(strata(g), .95).orElseThrow();
    return Result.computed(
        new double[] {
          bySize.value(),
          bySize.standardError().getAsDouble(),
          common.value(),
          common.standardError().getAsDouble()
        });
  }

  private static Result<double[]> mixRate(double[][] g) {
    List<Stratum> cohorts = strata(g);
    return MixRate.of(
            cohorts.stream().map(Stratum::treatment).toList(),
            cohorts.stream().map(Stratum::control).toList(),
            .95)
        .map(
            m ->
                new double[] {
                  m.total().value(),
                  m.mix().value(),
                  m.rate().value(),
                  m.total().standardError().getAsDouble(),
                  m.mix().standardError().getAsDouble(),
                  m.rate().standardError().getAsDouble()
                });
  }

  private static Result<double[]> differenceInDifferences(double[][] g) {
    int change = (int) g[0][2];
    double[][] treated = rows(g[1], (int) g[0][0]);
    double[][] control = rows(g[2], (int) g[0][1]);
    return DifferenceInDifferences.ofCohorts(treated, control, change, .95)
        .map(
            e ->
                numbers(
                    bounds(e),
                    e.p().log(),
                    DifferenceInDifferences.permutationTest(treated, control, change, 1000, 1)
                        .orElseThrow()
                        .p()
                        .log()));
  }

  private static double[][] rows(double[] flat, int count) {
    int length = flat.length / count;
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * length, (i + 1) * length);
    }
    return rows;
  }
}
