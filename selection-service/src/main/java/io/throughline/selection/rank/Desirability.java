package io.throughline.selection.rank;

import java.util.List;

/**
 * A sort by weights: each candidate's place between the worst (0) and the best (1), metric by
 * metric, weighted. It misses what lies in a bay of the front, so it sorts and does not choose.
 *
 * @param values of each candidate
 * @param best index of the most desirable one
 * @param ranges of each metric's weight, for which that one stays the most desirable
 */
record Desirability(double[] values, int best, List<Range> ranges) {

  /**
   * A range of weights.
   *
   * @param lower from this one on
   * @param upper up to this one, infinite where any will do
   */
  record Range(double lower, double upper) {}

  /**
   * Sorts.
   *
   * @param means by metric, then candidate, more being better
   * @param weights of each metric, not all zero
   */
  static Desirability of(double[][] means, double[] weights) {
    int candidates = means[0].length;
    double[][] places = new double[means.length][];
    double total = 0;
    for (int m = 0; m < means.length; m++) {
      places[m] = places(means[m]);
      total += weights[m];
    }
    double[] values = new double[candidates];
    int best = 0;
    for (int c = 0; c < candidates; c++) {
      for (int m = 0; m < means.length; m++) {
        values[c] += weights[m] * places[m][c] / total;
      }
      best = values[c] > values[best] ? c : best;
    }
    int winner = best;
    List<Range> ranges =
        java.util.stream.IntStream.range(0, means.length)
            .mapToObj(m -> range(places, weights, winner, m))
            .toList();
    return new Desirability(values, best, ranges);
  }

  /**
   * The winner stays ahead of each rival j where w·(its lead in this metric) is at least the
   * weighted lead of j in the others: a bound on w from below or from above.
   */
  private static Range range(double[][] places, double[] weights, int winner, int metric) {
    double lower = 0;
    double upper = Double.POSITIVE_INFINITY;
    for (int j = 0; j < places[0].length; j++) {
      double lead = places[metric][winner] - places[metric][j];
      double behind = 0;
      for (int m = 0; m < places.length; m++) {
        behind += m == metric ? 0 : weights[m] * (places[m][j] - places[m][winner]);
      }
      if (lead > 0) {
        lower = Math.max(lower, behind / lead);
      } else if (lead < 0) {
        upper = Math.min(upper, behind / lead);
      }
    }
    return new Range(Math.min(lower, weights[metric]), Math.max(upper, weights[metric]));
  }

  private static double[] places(double[] means) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double mean : means) {
      least = Math.min(least, mean);
      most = Math.max(most, mean);
    }
    double[] places = new double[means.length];
    for (int c = 0; c < means.length; c++) {
      places[c] = most > least ? (means[c] - least) / (most - least) : 1;
    }
    return places;
  }
}
