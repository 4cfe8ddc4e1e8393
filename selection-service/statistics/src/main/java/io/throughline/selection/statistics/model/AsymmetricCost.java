package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Levels;

/**
 * What a wrong prediction costs, in money per unit of the predicted quantity: over · max(ŷ - y, 0)
 * + under · max(y - ŷ, 0) (Koenker and Bassett 1978, "Regression quantiles", Econometrica 46).
 *
 * @param over cost of predicting one too much, not negative
 * @param under cost of predicting one too little, not negative
 */
public record AsymmetricCost(double over, double under) {

  /** Refuses negative costs and costs that are all zero. */
  public AsymmetricCost {
    if (!(over >= 0) || !(under >= 0) || !(over + under > 0)) {
      throw new IllegalArgumentException("No costs: over " + over + ", under " + under);
    }
  }

  /** The quantile of y that a prediction should aim at: under / (over + under). */
  public double targetQuantile() {
    return under / (over + under);
  }

  /** What this prediction cost. */
  public double loss(double predicted, double actual) {
    double error = predicted - actual;
    return error > 0 ? over * error : -under * error;
  }

  /** What these predictions cost, unit by unit. */
  public double[] losses(double[] predicted, double[] actual) {
    Levels.sameLength(predicted.length, actual.length, "actual");
    double[] losses = new double[predicted.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = loss(predicted[i], actual[i]);
    }
    return losses;
  }
}
