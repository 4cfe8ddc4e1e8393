package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;

/**
 * The scores of all candidates on the same units, for one or more metrics, more being better
 * (negate the others). It holds them by metric and unit, a row of candidates each, as the bootstrap
 * reads them.
 */
public final class CandidateScores {

  private final int candidates;
  private final int units;
  private final double[][][] centred;
  private final double[][] means;

  private CandidateScores(int candidates, int units, double[][][] centred, double[][] means) {
    this.candidates = candidates;
    this.units = units;
    this.centred = centred;
    this.means = means;
  }

  /**
   * Takes scores by metric, then candidate, then unit.
   *
   * @return NOT_COMPUTABLE without a candidate, below two units, or where a score is not finite
   */
  public static Result<CandidateScores> of(double[][][] scores) {
    if (scores.length == 0 || scores[0].length == 0 || scores[0][0].length == 0) {
      return Result.notComputable(Reason.EMPTY, "There is no metric, candidate or unit");
    }
    int candidates = scores[0].length;
    int units = scores[0][0].length;
    if (units < 2) {
      return Result.notComputable(
          Reason.TOO_FEW_UNITS, "One unit tells nothing about how units vary");
    }
    double[][][] centred = new double[scores.length][units][candidates];
    double[][] means = new double[scores.length][candidates];
    for (int m = 0; m < scores.length; m++) {
      Levels.sameLength(candidates, scores[m].length, "scores");
      for (int c = 0; c < candidates; c++) {
        Levels.sameLength(units, scores[m][c].length, "scores");
        double mean = mean(scores[m][c]);
        if (!Double.isFinite(mean)) {
          return Result.notComputable(
              Reason.NOT_FINITE,
              "A score of candidate " + c + " in metric " + m + " is not finite");
        }
        means[m][c] = mean;
        for (int u = 0; u < units; u++) {
          centred[m][u][c] = scores[m][c][u] - mean;
        }
      }
    }
    return Result.computed(new CandidateScores(candidates, units, centred, means));
  }

  /** The scores of one metric, by candidate, then unit. */
  public static Result<CandidateScores> of(double[][] scores) {
    return of(new double[][][] {scores});
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double rest = 0;
    for (double value : values) {
      rest += value - mean;
    }
    return mean + rest / values.length;
  }

  public int metrics() {
    return means.length;
  }

  public int candidates() {
    return candidates;
  }

  public int units() {
    return units;
  }

  /** The mean score of a candidate. */
  public double mean(int metric, int candidate) {
    return means[metric][candidate];
  }

  /**
   * A metric's deviations from the candidates' means, by unit, then candidate; not to be changed.
   */
  double[][] centred(int metric) {
    return centred[metric];
  }

  /** Squared standard errors of all paired mean differences in a metric. */
  double[][] pairedVariances(int metric) {
    double[][] products = new double[candidates][candidates];
    for (double[] row : centred[metric]) {
      for (int i = 0; i < candidates; i++) {
        double value = row[i];
        double[] target = products[i];
        for (int j = 0; j < candidates; j++) {
          target[j] += value * row[j];
        }
      }
    }
    double divisor = (units - 1.0) * units;
    double[][] variances = new double[candidates][candidates];
    for (int i = 0; i < candidates; i++) {
      for (int j = 0; j < candidates; j++) {
        double sum = products[i][i] + products[j][j];
        double difference = sum - 2 * products[i][j];
        variances[i][j] = difference <= sum * 1e-15 ? 0 : difference / divisor;
      }
    }
    return variances;
  }
}
