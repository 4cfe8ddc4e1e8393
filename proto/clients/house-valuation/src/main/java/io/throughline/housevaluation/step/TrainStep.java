package io.throughline.housevaluation.step;

import io.throughline.client.Experiment;
import io.throughline.client.Run;
import io.throughline.housevaluation.valuation.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fits the candidates and measures each on the same folds.
 *
 * @param progress hears of every model as soon as it is trained, from several threads
 */
record TrainStep(Experiment experiment, Settings settings, Consumer<Trained> progress) {

  /** The models, the one with the least error on the folds first. */
  List<Trained> train(
      Run pipeline,
      SplitStep.Parts parts,
      AdjustStep.Adjusted adjusted,
      List<Candidate> candidates,
      Optional<Champion> champion) {
    return pipeline.step(
        "train",
        sweep -> {
          FitStep fit = FitStep.prepare(experiment, parts, adjusted, settings.seed());
          champion.ifPresent(
              reigning -> sweep.step("measure-champion", run -> fit.measure(run, reigning)));
          return Parallel.map(
                  settings.threads(),
                  candidates,
                  candidate -> {
                    Trained trained =
                        sweep.step("fit", candidate.id(), run -> fit.fit(run, candidate));
                    progress.accept(trained);
                    return trained;
                  })
              .stream()
              .sorted(Comparator.comparingDouble(trained -> trained.rmse().mean()))
              .toList();
        });
  }
}
