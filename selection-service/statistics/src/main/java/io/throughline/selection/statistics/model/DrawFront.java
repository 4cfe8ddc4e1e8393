package io.throughline.selection.statistics.model;

import java.util.Arrays;

/**
 * Counts how often each candidate is on the front of a draw's means. Candidates are visited by
 * falling sum of standardised metrics: whoever dominates another has the greater sum, so each needs
 * comparing with the front so far only.
 */
final class DrawFront {

  private final CandidateScores scores;
  private final int metrics;
  private final double[] scale;
  private final double[] points;
  private final double[] sums;
  private final double[] front;
  private final int[] counts;

  DrawFront(CandidateScores scores) {
    this.scores = scores;
    this.metrics = scores.metrics();
    int candidates = scores.candidates();
    this.scale = new double[metrics];
    this.points = new double[candidates * metrics];
    this.sums = new double[candidates];
    this.front = new double[candidates * metrics];
    this.counts = new int[candidates];
    for (int m = 0; m < metrics; m++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < candidates; c++) {
        low = Math.min(low, scores.mean(m, c));
        high = Math.max(high, scores.mean(m, c));
      }
      scale[m] = high > low ? 1 / (high - low) : 1;
    }
  }

  int[] counts() {
    return counts;
  }

  void add(BootstrapMeans means, int draw) {
    int candidates = sums.length;
    Arrays.fill(sums, 0);
    for (int m = 0; m < metrics; m++) {
      double[] deviations = means.deviations(m, draw);
      for (int c = 0; c < candidates; c++) {
        double value = (scores.mean(m, c) + deviations[c]) * scale[m];
        points[c * metrics + m] = value;
        sums[c] += value;
      }
    }
    int size = 0;
    for (int c : fallingSums()) {
      if (!dominated(c * metrics, size)) {
        System.arraycopy(points, c * metrics, front, size * metrics, metrics);
        size++;
        counts[c]++;
      }
    }
  }

  private int[] fallingSums() {
    long[] keys = new long[sums.length];
    int[] order = new int[sums.length];
    double[] sorted = sums.clone();
    Arrays.sort(sorted);
    for (int c = 0; c < keys.length; c++) {
      int rank = Arrays.binarySearch(sorted, sums[c]);
      while (rank > 0 && sorted[rank - 1] == sums[c]) {
        rank--;
      }
      keys[c] = ((long) (sums.length - rank) << 32) | c;
    }
    Arrays.sort(keys);
    for (int c = 0; c < order.length; c++) {
      order[c] = (int) keys[c];
    }
    return order;
  }

  private boolean dominated(int point, int size) {
    for (int f = 0; f < size; f++) {
      int other = f * metrics;
      boolean atLeast = true;
      boolean ahead = false;
      for (int m = 0; m < metrics && atLeast; m++) {
        double difference = front[other + m] - points[point + m];
        atLeast = difference >= 0;
        ahead |= difference > 0;
      }
      if (atLeast && ahead) {
        return true;
      }
    }
    return false;
  }
}
