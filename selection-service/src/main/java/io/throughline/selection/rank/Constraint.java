package io.throughline.selection.rank;

import io.throughline.selection.statistics.distribution.StudentT;
import java.util.Optional;

/**
 * What the mean of a metric must be shown to be.
 *
 * @param metric its name
 * @param upper whether the bound is an upper one
 * @param bound the bound
 */
record Constraint(String metric, boolean upper, double bound) {

  /**
   * Why these values do not show that the bound is kept, by Student's t over units; empty where
   * they do.
   */
  Optional<String> broken(double[] values, double level) {
    int n = values.length;
    double mean = 0;
    for (double value : values) {
      mean += value / n;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double half =
        squares == 0
            ? 0
            : new StudentT(n - 1.0).upperQuantile((1 - level) / 2)
                * Math.sqrt(squares / (n - 1.0) / n);
    boolean kept = upper ? mean + half <= bound : mean - half >= bound;
    return kept
        ? Optional.empty()
        : Optional.of(
            "%s is %.6g, interval %.6g to %.6g, and must be shown to be %s %.6g"
                .formatted(
                    metric, mean, mean - half, mean + half, upper ? "at most" : "at least", bound));
  }
}
