package io.throughline.housevaluation.valuation;

import io.throughline.housevaluation.feature.FeatureSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which candidates are tried. */
public enum Sweep {
  /** Seconds: two candidates, to see how it goes. */
  SMALL,
  /** About a minute on two cores: linear models, single trees and small boosted ones. */
  DEFAULT,
  /** Some minutes: a finer grid, larger boosted trees and a small random forest. */
  LARGE;

  /** The first model that a team would put into production: linear, on the basic features. */
  public static Candidate firstModel() {
    return new Candidate(FeatureSet.BASIC, false, new Algorithm.ElasticNet(0.01, 0.5));
  }

  /** The candidate of an id, among those of every sweep and the first model. */
  public static Optional<Candidate> find(String id) {
    return Stream.concat(
            Stream.of(firstModel()),
            Stream.of(values()).flatMap(sweep -> sweep.candidates(true).stream()))
        .filter(candidate -> candidate.id().equals(id))
        .findFirst();
  }

  /** The candidates in a fixed order, boosted trees only where their native library loads. */
  public List<Candidate> candidates(boolean boostedTrees) {
    if (this == SMALL) {
      return List.of(
          new Candidate(FeatureSet.BASIC, false, new Algorithm.ElasticNet(0.003, 0.5)),
          new Candidate(FeatureSet.BASIC, false, new Algorithm.RegressionTree(8, 10)));
    }
    List<Candidate> candidates = new ArrayList<>();
    for (FeatureSet features : FeatureSet.values()) {
      for (Algorithm algorithm : algorithms(boostedTrees)) {
        candidates.add(new Candidate(features, false, algorithm));
        if (this == LARGE || worthAdjusting(features, algorithm)) {
          candidates.add(new Candidate(features, true, algorithm));
        }
      }
    }
    return candidates;
  }

  /** One coarse tree does not see an effect of a per cent. */
  private static boolean worthAdjusting(FeatureSet features, Algorithm algorithm) {
    return features == FeatureSet.LOCATION && !(algorithm instanceof Algorithm.RegressionTree);
  }

  private List<Algorithm> algorithms(boolean boostedTrees) {
    List<Algorithm> algorithms = new ArrayList<>();
    for (double alpha : elasticNetAlphas()) {
      algorithms.add(new Algorithm.ElasticNet(alpha, 0.5));
    }
    for (double cost : this == LARGE ? List.of(0.003, 0.01, 0.03, 0.1) : List.of(0.01, 0.1)) {
      algorithms.add(new Algorithm.LinearSvr(cost, 0.02));
    }
    algorithms.add(new Algorithm.RegressionTree(8, 10));
    if (boostedTrees) {
      algorithms.add(new Algorithm.BoostedTrees(200, 4, 0.1));
    }
    if (this == LARGE) {
      algorithms.add(new Algorithm.RegressionTree(10, 5));
      if (boostedTrees) {
        algorithms.add(new Algorithm.BoostedTrees(400, 4, 0.05));
        algorithms.add(new Algorithm.BoostedTrees(300, 6, 0.05));
      }
      algorithms.add(new Algorithm.RandomForest(20, 12));
    }
    return algorithms;
  }

  private List<Double> elasticNetAlphas() {
    return this == LARGE
        ? List.of(0.0001, 0.0003, 0.0006, 0.001, 0.002, 0.003, 0.006, 0.01)
        : List.of(0.0005, 0.001, 0.003);
  }
}
