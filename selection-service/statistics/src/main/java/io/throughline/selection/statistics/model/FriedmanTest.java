package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.distribution.ChiSquare;
import io.throughline.selection.statistics.distribution.NormalOrder;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.ranking.NaturalRanking;

/**
 * Ranks of a few models over many data sets (Friedman 1937; Iman and Davenport 1980; Nemenyi 1963;
 * Demšar 2006, "Statistical comparisons of classifiers over multiple data sets", JMLR 7). Of no use
 * among hundreds, where the critical difference spans dozens of ranks: take {@link TieSet} there.
 *
 * @param averageRanks of each model, 1 being the best
 * @param chiSquare Friedman's statistic with its p-value
 * @param f the Iman-Davenport correction of it with its p-value
 * @param dataSets N, how many
 */
public record FriedmanTest(
    double[] averageRanks, SignificanceTest chiSquare, SignificanceTest f, int dataSets) {

  /**
   * The test of these scores, more being better; equal scores share their average rank, without a
   * correction of the statistic for ties, as in Demšar.
   *
   * @param scores by data set, then by model
   */
  public static Result<FriedmanTest> of(double[][] scores) {
    if (scores.length == 0) {
      return Result.notComputable(Reason.EMPTY, "There is no data set");
    }
    int k = scores[0].length;
    double[] averages = new double[k];
    for (double[] row : scores) {
      Levels.sameLength(k, row.length, "scores");
      double[] negated = new double[k];
      for (int j = 0; j < k; j++) {
        if (!Double.isFinite(row[j])) {
          return Result.notComputable(Reason.NOT_FINITE, "A score is " + row[j]);
        }
        negated[j] = -row[j];
      }
      double[] ranks = new NaturalRanking().apply(negated);
      for (int j = 0; j < k; j++) {
        averages[j] += ranks[j] / scores.length;
      }
    }
    return ofRanks(averages, scores.length);
  }

  /** The test of average ranks over N data sets. */
  public static Result<FriedmanTest> ofRanks(double[] averageRanks, int dataSets) {
    int k = averageRanks.length;
    if (k < 2 || dataSets < 2) {
      return Result.notComputable(
          Reason.TOO_FEW_UNITS, "Ranks need at least two models and two data sets");
    }
    double squares = 0;
    for (double rank : averageRanks) {
      squares += rank * rank;
    }
    double chiSquare =
        12.0 * dataSets / (k * (k + 1.0)) * (squares - k * (k + 1.0) * (k + 1.0) / 4);
    chiSquare = Math.max(0, chiSquare);
    double denominator = dataSets * (k - 1.0) - chiSquare;
    if (!(denominator > 1e-9)) {
      return Result.notComputable(
          Reason.ZERO_VARIANCE, "All data sets rank the models alike: F is infinite");
    }
    double f = (dataSets - 1.0) * chiSquare / denominator;
    PValue fp =
        PValue.of(FDistribution.of(k - 1.0, (k - 1.0) * (dataSets - 1.0)).survivalProbability(f));
    return Result.computed(
        new FriedmanTest(
            averageRanks.clone(),
            new SignificanceTest(
                chiSquare, ChiSquare.upperTail(chiSquare, k - 1.0), Method.FRIEDMAN, dataSets),
            new SignificanceTest(f, fp, Method.IMAN_DAVENPORT, dataSets),
            dataSets));
  }

  /**
   * Nemenyi's critical difference: models whose average ranks differ by more are told apart at
   * alpha.
   */
  public static double criticalDifference(int models, int dataSets, double alpha) {
    double q = new NormalOrder(models).rangeUpperQuantile(alpha) / Math.sqrt(2);
    return q * Math.sqrt(models * (models + 1.0) / (6.0 * dataSets));
  }
}
