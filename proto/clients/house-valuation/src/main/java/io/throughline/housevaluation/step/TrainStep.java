package io.throughline.housevaluation.step;

import static io.throughline.event.v1.DatasetRole.DATASET_ROLE_SELECTION;
import static io.throughline.event.v1.DatasetRole.DATASET_ROLE_TRAINING;
import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_ADJUSTMENT;
import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_FEATURE;
import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_HYPERPARAMETER;

import io.throughline.client.Experiment;
import io.throughline.client.Run;
import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.valuation.Candidate;
import io.throughline.housevaluation.valuation.CrossValidation;
import io.throughline.housevaluation.valuation.MonthlyAdjustment;
import io.throughline.housevaluation.valuation.Valuation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Fits the candidates and measures each on the same folds. */
final class TrainStep {

  /** The metric of a fold. */
  static final String RMSE = "rmse_log_price";

  private static final int FOLDS = 5;

  private final SplitStep.Parts parts;
  private final MonthlyAdjustment adjustment;
  private final CrossValidation crossValidation;
  private final String folds;
  private final long seed;

  private TrainStep(
      Experiment experiment, SplitStep.Parts parts, MonthlyAdjustment adjustment, long seed) {
    this.parts = parts;
    this.adjustment = adjustment;
    this.seed = seed;
    crossValidation = new CrossValidation(parts.sales().training(), FOLDS, seed);
    folds =
        experiment.dataset(
            "sold-before-%d.folds-%d".formatted(SplitStep.JUDGED_FROM, seed),
            d ->
                d.setDisplayName("%d folds, cut with seed %d".formatted(FOLDS, seed))
                    .setUnitCount(parts.sales().training().size())
                    .addDerivedFrom(parts.training()));
  }

  /** The models, the one with the least error on the folds first. */
  static List<Trained> train(
      Experiment experiment,
      Run pipeline,
      SplitStep.Parts parts,
      MonthlyAdjustment adjustment,
      List<Candidate> candidates,
      Settings settings,
      Consumer<Trained> progress) {
    return pipeline.step(
        "train",
        sweep -> {
          TrainStep step = new TrainStep(experiment, parts, adjustment, settings.seed());
          return Parallel.map(
                  settings.threads(),
                  candidates,
                  candidate -> {
                    Trained trained =
                        sweep.step("fit", candidate.id(), run -> step.fit(run, candidate));
                    progress.accept(trained);
                    return trained;
                  })
              .stream()
              .sorted(Comparator.comparingDouble(trained -> trained.rmse().mean()))
              .toList();
        });
  }

  private Trained fit(Run run, Candidate candidate) {
    List<Sale> training = parts.sales().training();
    Valuation valuation = Valuation.fit(candidate, training, adjustment, seed);
    List<CrossValidation.Result> results = crossValidation.measure(candidate);
    String digest = valuation.digest(training);

    run.hyperparameters(candidate.algorithm().hyperparameters());
    run.parameters(
        PARAMETER_KIND_HYPERPARAMETER,
        Map.of("algorithm", candidate.algorithm().family(), "seed", seed));
    run.parameters(PARAMETER_KIND_FEATURE, candidate.features().flags());
    run.parameters(PARAMETER_KIND_ADJUSTMENT, Map.of("monthly", candidate.monthlyAdjustment()));
    if (candidate.monthlyAdjustment()) {
      run.parameters(PARAMETER_KIND_ADJUSTMENT, adjustment.factorsByKey());
    }
    run.reads(parts.training(), DATASET_ROLE_TRAINING);
    run.reads(folds, DATASET_ROLE_SELECTION);
    String model =
        run.produces(
            m ->
                m.setDisplayName(candidate.id())
                    .setAlgorithm(candidate.algorithm().family())
                    .setDigest(digest));
    for (CrossValidation.Result result : results) {
      run.metric(RMSE, result.fold(), result.rmse());
    }
    run.folds(
        model,
        folds,
        RMSE,
        f ->
            results.forEach(
                result ->
                    f.addFolds(result.fold())
                        .addValues(result.rmse())
                        .addTrainCounts(result.trainCount())
                        .addTestCounts(result.testCount())));
    return new Trained(candidate, valuation, model, digest, results);
  }
}
