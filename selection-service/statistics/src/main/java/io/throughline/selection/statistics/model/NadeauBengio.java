package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.Pivot;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;

/**
 * The corrected resampled t test over folds. Folds share training data, so the naive standard error
 * of their mean difference is too small; the correction replaces s²/J by (1/J + n_test/n_train) s²
 * (Nadeau and Bengio 2003, "Inference for the generalization error", Machine Learning 52). Interval
 * and p-value come from one t distribution with J - 1 degrees of freedom.
 */
public final class NadeauBengio {
  private NadeauBengio() {}

  /**
   * The mean difference candidate - champion over J folds, the fold sizes given per fold; the
   * correction uses the ratio of their totals.
   *
   * @param candidate the candidate's metric in each fold
   * @param champion the champion's metric in the same folds
   * @param trainUnits units in each fold's training part
   * @param testUnits units in each fold's test part
   * @return n is the number of folds; NOT_COMPUTABLE below two folds or when all differences are
   *     equal
   */
  public static Result<Estimate> compare(
      double[] candidate, double[] champion, long[] trainUnits, long[] testUnits, double level) {
    return FoldDifferences.of(candidate, champion, trainUnits, testUnits)
        .flatMap(
            folds ->
                Pivot.student(folds.degreesOfFreedom())
                    .estimate(
                        folds.mean(),
                        folds.standardError(),
                        level,
                        Method.NADEAU_BENGIO,
                        folds.folds()));
  }

  /**
   * The same with one ratio n_test / n_train for all folds, for example 1/9 in ten-fold
   * cross-validation.
   */
  public static Result<Estimate> compare(
      double[] candidate, double[] champion, double testTrainRatio, double level) {
    return FoldDifferences.of(candidate, champion, testTrainRatio)
        .flatMap(
            folds ->
                Pivot.student(folds.degreesOfFreedom())
                    .estimate(
                        folds.mean(),
                        folds.standardError(),
                        level,
                        Method.NADEAU_BENGIO,
                        folds.folds()));
  }

  /** Mean and corrected standard error of the fold differences. */
  record FoldDifferences(double mean, double standardError, int folds) {

    static Result<FoldDifferences> of(
        double[] candidate, double[] champion, long[] trainUnits, long[] testUnits) {
      Levels.sameLength(candidate.length, trainUnits.length, "trainUnits");
      Levels.sameLength(candidate.length, testUnits.length, "testUnits");
      double train = 0;
      double test = 0;
      for (int i = 0; i < trainUnits.length; i++) {
        if (trainUnits[i] <= 0 || testUnits[i] <= 0) {
          return Result.notComputable(
              Reason.EMPTY, "Fold " + i + " has no unit in its training or test part");
        }
        train += trainUnits[i];
        test += testUnits[i];
      }
      return of(candidate, champion, train == 0 ? 1 : test / train);
    }

    static Result<FoldDifferences> of(double[] candidate, double[] champion, double ratio) {
      if (!(ratio > 0) || Double.isInfinite(ratio)) {
        throw new IllegalArgumentException("testTrainRatio is " + ratio + ", but must be positive");
      }
      return PairedDifferences.of(candidate, champion)
          .flatMap(
              differences -> {
                int folds = differences.length;
                if (folds < 2) {
                  return Result.notComputable(
                      Reason.TOO_FEW_UNITS, "A variance over folds needs at least 2 folds");
                }
                double variance = Variance.of(differences).getAsDouble();
                return Result.computed(
                    new FoldDifferences(
                        Mean.of(differences).getAsDouble(),
                        Math.sqrt((1.0 / folds + ratio) * variance),
                        folds));
              });
    }

    double degreesOfFreedom() {
      return folds - 1.0;
    }
  }
}
