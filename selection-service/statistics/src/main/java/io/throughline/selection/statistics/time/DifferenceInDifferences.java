package io.throughline.selection.statistics.time;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.comparison.ArmMean;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.comparison.WelchT;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.sample.Moments;
import java.util.Arrays;
import org.apache.commons.numbers.combinatorics.BinomialCoefficientDouble;
import org.apache.commons.numbers.combinatorics.Combinations;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.descriptive.Mean;

/**
 * The change of treated cohorts beyond the change of untreated ones (Card and Krueger 1994; Angrist
 * and Pischke 2009, "Mostly harmless econometrics", 5.2). Days of one cohort are not independent,
 * so each cohort counts once, as its mean after minus its mean before (Bertrand, Duflo and
 * Mullainathan 2004, "How much should we trust differences-in-differences estimates?", QJE 119).
 */
public final class DifferenceInDifferences {

  /** Up to so many assignments all are enumerated, beyond they are drawn. */
  public static final int MAX_ENUMERATED = 20_000;

  private DifferenceInDifferences() {}

  /**
   * From four independent samples of units: (treated after - before) - (control after - before),
   * normal.
   */
  public static Result<Estimate> ofMeans(
      Moments treatedBefore,
      Moments treatedAfter,
      Moments controlBefore,
      Moments controlAfter,
      double level) {
    return WelchT.effect(treatedAfter, treatedBefore)
        .flatMap(
            treated ->
                WelchT.effect(controlAfter, controlBefore)
                    .flatMap(
                        control ->
                            Pivot.NORMAL.estimate(
                                treated.value() - control.value(),
                                Math.hypot(treated.standardError(), control.standardError()),
                                level,
                                Method.DIFFERENCE_IN_DIFFERENCES,
                                Math.addExact(treated.n(), control.n()))))
        .map(estimate -> estimate.with(Caveat.PARALLEL_TRENDS_ASSUMED));
  }

  /**
   * From cohorts by day, Welch's t over cohorts.
   *
   * @param treated by cohort, then day
   * @param control by cohort, then the same days
   * @param change index of the first day after the change
   * @return n is the number of cohorts; NOT_COMPUTABLE below two cohorts on a side or without a day
   *     on a side
   */
  public static Result<Estimate> ofCohorts(
      double[][] treated, double[][] control, int change, double level) {
    return changes(treated, change)
        .flatMap(
            t ->
                changes(control, change)
                    .flatMap(
                        c ->
                            ArmMean.of(Moments.of(t))
                                .flatMap(
                                    tm ->
                                        ArmMean.of(Moments.of(c))
                                            .flatMap(cm -> byCohort(tm, cm, level)))));
  }

  private static Result<Estimate> byCohort(ArmMean treated, ArmMean control, double level) {
    return Effect.absolute(treated, control, Method.DIFFERENCE_IN_DIFFERENCES_BY_COHORT)
        .fixedHorizon(level, Alternative.TWO_SIDED, 0)
        .map(estimate -> estimate.with(Caveat.PARALLEL_TRENDS_ASSUMED));
  }

  /**
   * The permutation test of no effect: how often another choice of treated cohorts shows a
   * difference at least as large. All choices where there are few, else drawn ones with the seed.
   * The statistic is the difference.
   *
   * @param draws where not all choices are enumerated
   */
  public static Result<SignificanceTest> permutationTest(
      double[][] treated, double[][] control, int change, int draws, long seed) {
    return changes(treated, change)
        .flatMap(
            t ->
                changes(control, change).flatMap(c -> Result.computed(permute(t, c, draws, seed))));
  }

  /**
   * The pre-trend check: the same difference at a placebo date before the change, using days before
   * it only. A small p-value there speaks against parallel trends.
   *
   * @param placebo index of the placebo's first day after, below change
   */
  public static Result<Estimate> placebo(
      double[][] treated, double[][] control, int change, int placebo, double level) {
    return ofCohorts(before(treated, change), before(control, change), placebo, level);
  }

  private static double[][] before(double[][] cohorts, int change) {
    double[][] before = new double[cohorts.length][];
    for (int i = 0; i < before.length; i++) {
      before[i] = Arrays.copyOf(cohorts[i], change);
    }
    return before;
  }

  private static Result<double[]> changes(double[][] cohorts, int change) {
    double[] changes = new double[cohorts.length];
    for (int i = 0; i < changes.length; i++) {
      double[] days = cohorts[i];
      Levels.sameLength(cohorts[0].length, days.length, "cohort " + i);
      if (change < 1 || change >= days.length) {
        return Result.notComputable(
            Reason.EMPTY, "There must be a day before and a day after the change at " + change);
      }
      double after = Mean.ofRange(days, change, days.length).getAsDouble();
      changes[i] = after - Mean.ofRange(days, 0, change).getAsDouble();
      if (!Double.isFinite(changes[i])) {
        return Result.notComputable(
            Reason.NOT_FINITE, "Cohort " + i + " has a day without a number");
      }
    }
    return changes.length == 0
        ? Result.notComputable(Reason.EMPTY, "There is no cohort on one side")
        : Result.computed(changes);
  }

  private static SignificanceTest permute(
      double[] treated, double[] control, int draws, long seed) {
    int n = treated.length + control.length;
    double[] all = Arrays.copyOf(treated, n);
    System.arraycopy(control, 0, all, treated.length, control.length);
    double total = Arrays.stream(all).sum();
    double observed = Mean.of(treated).getAsDouble() - Mean.of(control).getAsDouble();
    double bar = Math.abs(observed) * (1 - 1e-12);
    long reached = 0;
    long tried = 0;
    if (BinomialCoefficientDouble.value(n, treated.length) <= MAX_ENUMERATED) {
      for (int[] choice : (Iterable<int[]>) Combinations.of(n, treated.length)::iterator) {
        reached += Math.abs(difference(all, choice, total)) >= bar ? 1 : 0;
        tried++;
      }
    } else {
      UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
      PermutationSampler sampler = new PermutationSampler(random, n, treated.length);
      reached = 1;
      tried = draws + 1L;
      for (int b = 0; b < draws; b++) {
        reached += Math.abs(difference(all, sampler.sample(), total)) >= bar ? 1 : 0;
      }
    }
    return new SignificanceTest(
        observed, PValue.of((double) reached / tried), Method.PERMUTATION, n);
  }

  private static double difference(double[] all, int[] choice, double total) {
    double sum = 0;
    for (int index : choice) {
      sum += all[index];
    }
    return sum / choice.length - (total - sum) / (all.length - choice.length);
  }
}
