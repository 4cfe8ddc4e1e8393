package io.throughline.selection.statistics.health;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;

/**
 * The units of each arm in one allocation phase, beside the weights that the phase gave the arms.
 */
record Allocation(long[] observed, double[] shares, long n) {

  /**
   * Checks counts and weights; arms of weight 0 must be empty, arms of weight above 0 may not be
   * left out.
   */
  static Result<Allocation> of(long[] observed, double[] weights) {
    Levels.sameLength(observed.length, weights.length, "weights");
    double total = 0;
    long n = 0;
    int arms = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Double.isInfinite(weights[i]) || observed[i] < 0) {
        throw new IllegalArgumentException(
            "Arm " + i + " has weight " + weights[i] + " and " + observed[i] + " units");
      }
      if (weights[i] == 0 && observed[i] > 0) {
        return Result.notComputable(
            Reason.INCONSISTENT,
            "Arm " + i + " has weight 0 in this phase, but " + observed[i] + " units");
      }
      arms += weights[i] > 0 ? 1 : 0;
      total += weights[i];
      n = Math.addExact(n, observed[i]);
    }
    if (arms < 2) {
      return Result.notComputable(
          Reason.EMPTY, "Fewer than two arms have a weight in this phase: nothing to compare");
    }
    double[] shares = new double[weights.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = weights[i] / total;
    }
    return Result.computed(new Allocation(observed, shares, n));
  }

  /** The smallest expected count of an arm that has a weight. */
  double smallestExpected() {
    double smallest = Double.POSITIVE_INFINITY;
    for (double share : shares) {
      smallest = share > 0 ? Math.min(smallest, share * n) : smallest;
    }
    return smallest;
  }

  /** Σ (observed - expected)² / expected over the arms that have a weight. */
  double chiSquare() {
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] > 0) {
        double expected = shares[i] * n;
        double difference = observed[i] - expected;
        sum += difference / expected * difference;
      }
    }
    return sum;
  }

  int degreesOfFreedom() {
    int arms = 0;
    for (double share : shares) {
      arms += share > 0 ? 1 : 0;
    }
    return arms - 1;
  }
}
