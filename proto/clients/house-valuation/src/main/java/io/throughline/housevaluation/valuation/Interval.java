package io.throughline.housevaluation.valuation;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over folds with its 95 % interval.
 *
 * @param lower the interval's lower end
 * @param upper the interval's upper end
 */
public record Interval(double mean, double lower, double upper) {

  /**
   * The interval that takes into account that the training sales of the folds overlap: the variance
   * of the mean is {@code (1/J + n_test/n_train) s²} (Nadeau and Bengio, 2003), with {@code J − 1}
   * degrees of freedom.
   */
  public static Interval of(List<CrossValidation.Result> folds) {
    int count = folds.size();
    double mean = folds.stream().mapToDouble(CrossValidation.Result::rmse).average().orElseThrow();
    double variance =
        folds.stream().mapToDouble(fold -> Math.pow(fold.rmse() - mean, 2)).sum() / (count - 1);
    double ratio =
        folds.stream()
            .mapToDouble(fold -> (double) fold.testCount() / fold.trainCount())
            .average()
            .orElseThrow();
    double half =
        TDistribution.of(count - 1).inverseCumulativeProbability(0.975)
            * Math.sqrt((1.0 / count + ratio) * variance);
    return new Interval(mean, mean - half, mean + half);
  }
}
