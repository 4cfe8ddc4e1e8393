package io.throughline.selection.rank;

import io.throughline.selection.statistics.model.CandidateScores;
import io.throughline.selection.statistics.model.ParetoFront;
import java.util.Arrays;
import java.util.List;

/**
 * Who is on the front, by indices of the compared models.
 *
 * @param members on it, ascending
 * @param dominatedBy for each model one that dominates it, or -1
 * @param probabilities of each model's being on it
 */
record Front(List<Integer> members, int[] dominatedBy, double[] probabilities) {

  static Front of(ParetoFront front) {
    return new Front(front.members(), front.dominatedBy(), front.probabilities());
  }

  /** The front of all but the first model, which may dominate nobody. */
  static Front withoutFirst(
      double[][][] values, double[] margins, double level, int draws, long seed) {
    double[][][] rest =
        Arrays.stream(values)
            .map(metric -> Arrays.copyOfRange(metric, 1, metric.length))
            .toArray(double[][][]::new);
    ParetoFront front =
        ParetoFront.of(CandidateScores.of(rest).orElseThrow(), margins, level, draws, seed);
    int models = values[0].length;
    int[] dominatedBy = new int[models];
    double[] probabilities = new double[models];
    dominatedBy[0] = -1;
    for (int c = 1; c < models; c++) {
      int by = front.dominatedBy()[c - 1];
      dominatedBy[c] = by < 0 ? -1 : by + 1;
      probabilities[c] = front.probabilities()[c - 1];
    }
    return new Front(front.members().stream().map(c -> c + 1).toList(), dominatedBy, probabilities);
  }
}
