package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.distribution.StudentT;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The candidates that no other beats beyond noise. A dominates B only where every paired
 * difference's interval lies at or above -δ of its metric and one lies above δ; intervals are of
 * Student's t over units. Beside it the probability that a candidate is on the front, from the
 * bootstrap, where a draw's front is the plain one of its means (Fieldsend and Everson 2005,
 * "Multi-objective optimisation in the presence of uncertainty").
 *
 * @param members indices of the candidates on the front, ascending
 * @param dominatedBy for each candidate the index of one that dominates it, or -1
 * @param probabilities for each candidate the share of draws in which it is on the front
 * @param units how many the means rest on
 */
public record ParetoFront(
    List<Integer> members, int[] dominatedBy, double[] probabilities, int units) {

  /** Copies the list. */
  public ParetoFront {
    members = List.copyOf(members);
  }

  /**
   * The front of all metrics.
   *
   * @param margins δ of each metric, not negative: what counts as no difference
   * @param level of each paired interval
   */
  public static ParetoFront of(
      CandidateScores scores, double[] margins, double level, int draws, long seed) {
    return of(scores, margins, level, BootstrapMeans.of(scores, draws, seed));
  }

  static ParetoFront of(
      CandidateScores scores, double[] margins, double level, BootstrapMeans means) {
    Levels.check(level);
    Levels.sameLength(scores.metrics(), margins.length, "margins");
    double t = new StudentT(scores.units() - 1.0).upperQuantile((1 - level) / 2);
    double[][][] variances = new double[scores.metrics()][][];
    for (int m = 0; m < variances.length; m++) {
      variances[m] = scores.pairedVariances(m);
    }
    int[] dominatedBy = new int[scores.candidates()];
    IntStream.range(0, dominatedBy.length)
        .parallel()
        .forEach(b -> dominatedBy[b] = dominator(scores, margins, t, variances, b));
    List<Integer> members = new ArrayList<>();
    for (int c = 0; c < dominatedBy.length; c++) {
      if (dominatedBy[c] < 0) {
        members.add(c);
      }
    }
    return new ParetoFront(members, dominatedBy, probabilities(scores, means), scores.units());
  }

  private static int dominator(
      CandidateScores scores, double[] margins, double t, double[][][] variances, int b) {
    for (int a = 0; a < scores.candidates(); a++) {
      if (dominates(scores, margins, t, variances, a, b)) {
        return a;
      }
    }
    return -1;
  }

  private static boolean dominates(
      CandidateScores scores, double[] margins, double t, double[][][] variances, int a, int b) {
    boolean ahead = false;
    for (int m = 0; m < margins.length; m++) {
      double difference = scores.mean(m, a) - scores.mean(m, b);
      double lower = difference - t * Math.sqrt(variances[m][a][b]);
      if (lower < -margins[m]) {
        return false;
      }
      ahead |= lower > margins[m];
    }
    return ahead;
  }

  private static double[] probabilities(CandidateScores scores, BootstrapMeans means) {
    int candidates = scores.candidates();
    int chunks = Math.min(means.draws(), 64);
    int[][] counts = new int[chunks][];
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            chunk -> {
              DrawFront front = new DrawFront(scores);
              for (int b = chunk; b < means.draws(); b += chunks) {
                front.add(means, b);
              }
              counts[chunk] = front.counts();
            });
    double[] probabilities = new double[candidates];
    for (int c = 0; c < candidates; c++) {
      long count = 0;
      for (int[] chunk : counts) {
        count += chunk[c];
      }
      probabilities[c] = (double) count / means.draws();
    }
    return probabilities;
  }
}
