package io.throughline.housevaluation.step;

import static io.throughline.event.v1.DatasetRole.DATASET_ROLE_UNSPECIFIED;
import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_DATA;

import io.throughline.client.Experiment;
import io.throughline.client.Run;
import io.throughline.housevaluation.sale.Split;
import java.util.Map;

/** Cuts the sales by time. */
final class SplitStep {

  /** The first year that no model sees before it is judged. */
  static final int JUDGED_FROM = 2010;

  /**
   * The two parts and the names under which they are known.
   *
   * @param training the dataset of what was sold before the cut
   * @param judgement the dataset of what was sold after it
   */
  record Parts(Split sales, String training, String judgement) {}

  private SplitStep() {}

  static Parts split(Experiment experiment, Run pipeline, LoadStep.Loaded loaded) {
    return pipeline.step(
        "split",
        run -> {
          Split split = Split.before(JUDGED_FROM, loaded.sales());

          String training =
              experiment.dataset(
                  "sold-before-" + JUDGED_FROM,
                  d -> d.setUnitCount(split.training().size()).addDerivedFrom(loaded.dataset()));
          String judgement =
              experiment.dataset(
                  "sold-in-" + JUDGED_FROM,
                  d -> d.setUnitCount(split.judgement().size()).addDerivedFrom(loaded.dataset()));
          run.parameters(PARAMETER_KIND_DATA, Map.of("judged_from", JUDGED_FROM));
          run.reads(loaded.dataset(), DATASET_ROLE_UNSPECIFIED);
          run.writes(training);
          run.writes(judgement);
          return new Parts(split, training, judgement);
        });
  }
}
