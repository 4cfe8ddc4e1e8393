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
import io.throughline.housevaluation.valuation.Valuation;
import java.util.List;
import java.util.Map;

/**
 * Fits one candidate on all training sales, and measures it on the folds that all candidates share.
 *
 * @param folds the name of the dataset as it was cut into folds
 */
record FitStep(
    SplitStep.Parts parts,
    AdjustStep.Adjusted adjusted,
    CrossValidation crossValidation,
    String folds,
    long seed) {

  /** The metric of a fold. */
  static final String RMSE = "rmse_log_price";

  private static final int FOLDS = 5;

  static FitStep prepare(
      Experiment experiment, SplitStep.Parts parts, AdjustStep.Adjusted adjusted, long seed) {
    List<Sale> training = parts.sales().training();
    String folds =
        experiment.dataset(
            "sold-before-%d.folds-%d".formatted(SplitStep.JUDGED_FROM, seed),
            d ->
                d.setDisplayName("%d folds, cut with seed %d".formatted(FOLDS, seed))
                    .setUnitCount(training.size())
                    .addDerivedFrom(parts.training()));
    return new FitStep(parts, adjusted, new CrossValidation(training, FOLDS, seed), folds, seed);
  }

  Trained fit(Run run, Candidate candidate) {
    List<Sale> training = parts.sales().training();
    Valuation valuation = Valuation.fit(candidate, training, adjusted.adjustment(), seed);
    List<CrossValidation.Result> results = crossValidation.measure(candidate);
    String digest = valuation.digest(training);

    run.hyperparameters(candidate.algorithm().hyperparameters());
    run.parameters(
        PARAMETER_KIND_HYPERPARAMETER,
        Map.of("algorithm", candidate.algorithm().family(), "seed", seed));
    run.parameters(PARAMETER_KIND_FEATURE, candidate.features().flags());
    run.parameters(PARAMETER_KIND_ADJUSTMENT, Map.of("monthly", candidate.monthlyAdjustment()));
    run.reads(
        candidate.monthlyAdjustment() ? adjusted.dataset() : parts.training(),
        DATASET_ROLE_TRAINING);
    run.reads(folds, DATASET_ROLE_SELECTION);
    String model =
        run.produces(
            m ->
                m.setDisplayName(candidate.id())
                    .setAlgorithm(candidate.algorithm().family())
                    .setDigest(digest));
    run.metric(RMSE, results.stream().mapToDouble(r -> r.rmse()).average().orElseThrow());
    tell(run, model, results);
    return new Trained(candidate, valuation, model, digest, results);
  }

  /** Measures the reigning champion's choices on the folds of this sweep. */
  List<CrossValidation.Result> measure(Run run, Champion champion) {
    List<CrossValidation.Result> results = crossValidation.measure(champion.candidate());

    run.uses(champion.model());
    run.reads(folds, DATASET_ROLE_SELECTION);
    tell(run, champion.model(), results);
    return results;
  }

  private void tell(Run run, String model, List<CrossValidation.Result> results) {
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
  }
}
