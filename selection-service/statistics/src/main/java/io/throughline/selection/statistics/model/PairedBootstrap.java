package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.descriptive.Mean;

/**
 * The mean difference candidate - champion over the units that both were scored on, with a
 * bootstrap over units (Efron and Tibshirani 1993, "An introduction to the bootstrap"). The p-value
 * is the smallest alpha at which the interval of level 1 - alpha excludes 0. The same input, draws
 * and seed give the same bits.
 */
public final class PairedBootstrap {

  /** Fewer draws than this are refused: the tails would be noise. */
  public static final int MIN_DRAWS = 2000;

  private PairedBootstrap() {}

  /**
   * With the percentile interval.
   *
   * @param candidate the candidate's score of each common unit
   * @param champion the champion's score of the same units, in the same order
   * @param draws bootstrap draws, at least {@link #MIN_DRAWS}
   * @return n is the number of units; NOT_COMPUTABLE when there is no unit, one unit, or all
   *     differences are equal
   */
  public static Result<Estimate> percentile(
      double[] candidate, double[] champion, double level, int draws, long seed) {
    return PairedDifferences.of(candidate, champion)
        .flatMap(
            differences ->
                resample(differences, draws, seed)
                    .flatMap(
                        d ->
                            d.percentile(
                                level, Method.PAIRED_BOOTSTRAP_PERCENTILE, differences.length)));
  }

  /**
   * With the bias-corrected and accelerated interval (Efron 1987, "Better bootstrap confidence
   * intervals", JASA 82): more accurate than the percentile interval when the differences are
   * skewed. Parameters and result as in {@link #percentile}.
   */
  public static Result<Estimate> bca(
      double[] candidate, double[] champion, double level, int draws, long seed) {
    return PairedDifferences.of(candidate, champion)
        .flatMap(
            differences ->
                resample(differences, draws, seed)
                    .flatMap(
                        d ->
                            d.bca(
                                BootstrapDraws.accelerationOfMean(differences),
                                level,
                                Method.PAIRED_BOOTSTRAP_BCA,
                                differences.length)));
  }

  private static Result<BootstrapDraws> resample(double[] differences, int draws, long seed) {
    if (draws < MIN_DRAWS) {
      throw new IllegalArgumentException(
          "draws is " + draws + ", but must be at least " + MIN_DRAWS);
    }
    int n = differences.length;
    if (n < 2) {
      return Result.notComputable(
          Reason.TOO_FEW_UNITS, "One unit tells nothing about how units vary");
    }
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    double[] means = new double[draws];
    for (int b = 0; b < draws; b++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += differences[random.nextInt(n)];
      }
      means[b] = sum / n;
    }
    return BootstrapDraws.of(Mean.of(differences).getAsDouble(), means);
  }
}
