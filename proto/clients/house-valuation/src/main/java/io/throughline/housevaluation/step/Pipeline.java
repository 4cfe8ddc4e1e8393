package io.throughline.housevaluation.step;

import io.throughline.client.Experiment;
import io.throughline.housevaluation.mesh.Artifacts;
import io.throughline.housevaluation.valuation.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** From the sales to models that have been judged: load, split, adjust, train, evaluate. */
public final class Pipeline {

  /** How many models, the best on the folds, are judged. */
  public static final int FINALISTS = 10;

  private final Experiment experiment;
  private final Settings settings;
  private final Artifacts artifacts;
  private final Consumer<Trained> progress;

  /**
   * @param artifacts where the valuations of the finalists are kept
   * @param progress hears of every model as soon as it is trained, from several threads
   */
  public Pipeline(
      Experiment experiment, Settings settings, Artifacts artifacts, Consumer<Trained> progress) {
    this.experiment = experiment;
    this.settings = settings;
    this.artifacts = artifacts;
    this.progress = progress;
  }

  /**
   * Executes the pipeline.
   *
   * @param id the run's id, a new one for each execution
   * @param champion the model to beat, where it was trained by an earlier execution
   * @return the finalists, the one with the least error on the folds first
   */
  public List<Judged> run(String id, List<Candidate> candidates, Optional<Champion> champion) {
    return experiment.run(
        id,
        "house-valuation",
        run -> {
          LoadStep.Loaded loaded = LoadStep.load(experiment, run);
          SplitStep.Parts parts = SplitStep.split(experiment, run, loaded);
          AdjustStep.Adjusted adjusted = AdjustStep.adjust(experiment, run, parts, settings.seed());
          List<Trained> trained =
              new TrainStep(experiment, settings, progress)
                  .train(run, parts, adjusted, candidates, champion);
          List<Trained> finalists = trained.stream().limit(FINALISTS).toList();
          return EvaluateStep.evaluate(run, parts, finalists, settings, artifacts);
        });
  }
}
