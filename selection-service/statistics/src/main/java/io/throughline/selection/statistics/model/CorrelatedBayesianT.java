package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.StudentT;
import io.throughline.selection.statistics.model.NadeauBengio.FoldDifferences;

/**
 * The posterior of a candidate's mean difference over correlated folds, against a region of
 * practical equivalence (Corani and Benavoli 2015, "A Bayesian approach for comparing
 * cross-validated algorithms on multiple data sets"; Benavoli, Corani, Demšar and Zaffalon 2017,
 * "Time for a change", JMLR 18): a t distribution with J - 1 degrees of freedom, the mean
 * difference and the scale of {@link NadeauBengio}.
 *
 * @param worse P(difference &lt; -rope)
 * @param equivalent P(-rope &lt;= difference &lt;= rope)
 * @param better P(difference &gt; rope)
 * @param mean difference candidate - champion
 * @param scale of the t distribution
 * @param folds J, how many
 */
public record CorrelatedBayesianT(
    double worse, double equivalent, double better, double mean, double scale, long folds) {

  /**
   * Compares over folds whose sizes are given per fold.
   *
   * @param rope half the width of the region of practical equivalence, not negative
   * @return NOT_COMPUTABLE below two folds or when all differences are equal
   */
  public static Result<CorrelatedBayesianT> compare(
      double[] candidate, double[] champion, long[] trainUnits, long[] testUnits, double rope) {
    return FoldDifferences.of(candidate, champion, trainUnits, testUnits)
        .flatMap(folds -> posterior(folds, rope));
  }

  /** Compares with one ratio n_test / n_train for all folds. */
  public static Result<CorrelatedBayesianT> compare(
      double[] candidate, double[] champion, double testTrainRatio, double rope) {
    return FoldDifferences.of(candidate, champion, testTrainRatio)
        .flatMap(folds -> posterior(folds, rope));
  }

  private static Result<CorrelatedBayesianT> posterior(FoldDifferences folds, double rope) {
    if (!(rope >= 0)) {
      throw new IllegalArgumentException("rope is " + rope + ", but must not be negative");
    }
    double scale = folds.standardError();
    if (scale == 0) {
      return Result.notComputable(
          Reason.ZERO_VARIANCE, "All folds differ by the same amount: no posterior spread");
    }
    StudentT t = new StudentT(folds.degreesOfFreedom());
    double worse = t.cumulative((-rope - folds.mean()) / scale);
    double better = t.cumulative((folds.mean() - rope) / scale);
    double equivalent = t.between((-rope - folds.mean()) / scale, (rope - folds.mean()) / scale);
    return Result.computed(
        new CorrelatedBayesianT(worse, equivalent, better, folds.mean(), scale, folds.folds()));
  }

  /** The central credible interval of the difference. */
  public Interval interval(double level) {
    double half = new StudentT(folds - 1.0).upperQuantile((1 - Levels.check(level)) / 2) * scale;
    return new Interval(mean - half, mean + half, level);
  }
}
