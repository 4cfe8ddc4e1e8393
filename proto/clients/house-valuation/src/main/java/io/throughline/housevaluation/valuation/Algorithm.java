package io.throughline.housevaluation.valuation;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.Trainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.common.xgboost.XGBoostTrainer.BoosterType;
import org.tribuo.common.xgboost.XGBoostTrainer.LoggingVerbosity;
import org.tribuo.common.xgboost.XGBoostTrainer.TreeMethod;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.liblinear.LibLinearRegressionTrainer;
import org.tribuo.regression.liblinear.LinearRegressionType;
import org.tribuo.regression.liblinear.LinearRegressionType.LinearType;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.slm.ElasticNetCDTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

/** A way to learn, with its hyperparameters. */
public sealed interface Algorithm {

  /** The family's name in ids and parameters. */
  String family();

  /** The hyperparameters by their usual names. */
  Map<String, Number> hyperparameters();

  /**
   * A trainer for one fit. Tribuo's trainers change with every use, so each fit needs a fresh one.
   */
  Trainer<Regressor> trainer(long seed);

  /** The hyperparameters as a part of an id, such as {@code alpha0.001-l1_ratio0.5}. */
  default String settings() {
    return hyperparameters().entrySet().stream()
        .map(entry -> entry.getKey() + plain(entry.getValue()))
        .collect(Collectors.joining("-"));
  }

  /** Linear regression with L1 and L2 penalties, by coordinate descent. */
  record ElasticNet(double alpha, double l1Ratio) implements Algorithm {
    @Override
    public String family() {
      return "elastic_net";
    }

    @Override
    public Map<String, Number> hyperparameters() {
      return ordered("alpha", alpha, "l1_ratio", l1Ratio);
    }

    @Override
    public Trainer<Regressor> trainer(long seed) {
      return new ElasticNetCDTrainer(alpha, l1Ratio, 1e-4, 500, false, seed);
    }
  }

  /** Linear support vector regression with squared epsilon-insensitive loss. */
  record LinearSvr(double cost, double epsilon) implements Algorithm {
    @Override
    public String family() {
      return "linear_svr";
    }

    @Override
    public Map<String, Number> hyperparameters() {
      return ordered("cost", cost, "epsilon", epsilon);
    }

    @Override
    public Trainer<Regressor> trainer(long seed) {
      return new LibLinearRegressionTrainer(
          new LinearRegressionType(LinearType.L2R_L2LOSS_SVR), cost, 1000, 1e-4, epsilon, seed);
    }
  }

  /** One regression tree (CART). */
  record RegressionTree(int depth, int leafSize) implements Algorithm {
    @Override
    public String family() {
      return "cart";
    }

    @Override
    public Map<String, Number> hyperparameters() {
      return ordered("depth", depth, "leaf_size", leafSize);
    }

    @Override
    public Trainer<Regressor> trainer(long seed) {
      return new CARTRegressionTrainer(
          depth, leafSize, 0f, 1f, false, new MeanSquaredError(), seed);
    }
  }

  /** Gradient-boosted trees (XGBoost with histograms), where its native library loads. */
  record BoostedTrees(int trees, int depth, double learningRate) implements Algorithm {

    /** Would log a stack trace where the library does not load; the caller says it in a line. */
    private static final Logger NATIVE = Logger.getLogger("ml.dmlc.xgboost4j");

    /** Whether the native library loads: it exists for few platforms, and needs libgomp. */
    public static boolean available() {
      NATIVE.setLevel(Level.OFF);
      try {
        new DMatrix(new float[] {1}, 1, 1, Float.NaN).dispose();
        return true;
      } catch (XGBoostError | LinkageError e) {
        return false;
      }
    }

    @Override
    public String family() {
      return "xgboost";
    }

    @Override
    public Map<String, Number> hyperparameters() {
      return ordered("trees", trees, "depth", depth, "learning_rate", learningRate);
    }

    @Override
    public Trainer<Regressor> trainer(long seed) {
      return new XGBoostRegressionTrainer(
          BoosterType.GBTREE,
          TreeMethod.HIST,
          RegressionType.LINEAR,
          trees,
          learningRate,
          0,
          depth,
          3,
          0.8,
          0.8,
          1,
          0,
          1,
          LoggingVerbosity.SILENT,
          seed);
    }
  }

  /** Bagged trees, each split on a third of the features. */
  record RandomForest(int trees, int depth) implements Algorithm {
    @Override
    public String family() {
      return "random_forest";
    }

    @Override
    public Map<String, Number> hyperparameters() {
      return ordered("trees", trees, "depth", depth);
    }

    @Override
    public Trainer<Regressor> trainer(long seed) {
      CARTRegressionTrainer tree =
          new CARTRegressionTrainer(depth, 3, 0f, 0.33f, false, new MeanSquaredError(), seed);
      return new RandomForestTrainer<>(tree, new AveragingCombiner(), trees, seed);
    }
  }

  private static String plain(Number value) {
    return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
  }

  private static Map<String, Number> ordered(Object... namesAndValues) {
    Map<String, Number> ordered = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      ordered.put((String) namesAndValues[i], (Number) namesAndValues[i + 1]);
    }
    return ordered;
  }
}
