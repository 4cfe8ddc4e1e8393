package io.throughline.housevaluation.step;

import io.throughline.housevaluation.valuation.Candidate;
import io.throughline.housevaluation.valuation.CrossValidation;
import io.throughline.housevaluation.valuation.Interval;
import io.throughline.housevaluation.valuation.Valuation;
import java.util.List;

/**
 * A candidate that became a model.
 *
 * @param model the model's name in the graph
 * @param digest what makes two models one
 * @param folds what cross-validation measured
 */
public record Trained(
    Candidate candidate,
    Valuation valuation,
    String model,
    String digest,
    List<CrossValidation.Result> folds) {

  public Trained {
    folds = List.copyOf(folds);
  }

  /**
   * The mean RMSE of the log price over the folds, with its interval: what candidates are chosen
   * by.
   */
  public Interval rmse() {
    return Interval.of(folds);
  }
}
