package io.throughline.housevaluation.valuation;

import io.throughline.housevaluation.feature.FeatureSet;

/**
 * One combination of choices that could become a model.
 *
 * @param features what the model may know of a house
 * @param monthlyAdjustment whether prices are freed of the season before they are learnt
 * @param algorithm how it learns
 */
public record Candidate(FeatureSet features, boolean monthlyAdjustment, Algorithm algorithm) {

  /** A readable id that is unique among candidates, fit for a resource name. */
  public String id() {
    String id = features.id() + "-" + algorithm.family() + "-" + algorithm.settings();
    return monthlyAdjustment ? id + "-monthly" : id;
  }
}
