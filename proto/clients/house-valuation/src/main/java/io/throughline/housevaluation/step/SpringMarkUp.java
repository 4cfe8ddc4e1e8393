package io.throughline.housevaluation.step;

import static io.throughline.event.v1.DatasetRole.DATASET_ROLE_TRAINING;
import static io.throughline.event.v1.Direction.DIRECTION_DECREASE;
import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_ADJUSTMENT;
import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_HYPERPARAMETER;

import io.throughline.client.Experiment;
import io.throughline.client.Run;
import io.throughline.housevaluation.mesh.Artifacts;
import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.valuation.MonthlyAdjustment;
import io.throughline.housevaluation.valuation.SaleMetric;
import io.throughline.housevaluation.valuation.Valuation;
import java.time.Month;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The idea that is tried on people: to ask more in spring than the champion would. It is a
 * deliberate error, and labelled as one, so that a trial has something to find; the two models
 * differ in nothing else, so whatever the trial finds comes of it.
 */
public final class SpringMarkUp {

  /** What the champion's prices are multiplied by. */
  public static final double FACTOR = 1.05;

  /** When. */
  public static final Set<Month> MONTHS = Set.copyOf(EnumSet.range(Month.MARCH, Month.JUNE));

  private static final String LABEL = "a deliberate error of the example";

  private SpringMarkUp() {}

  /**
   * The model with the mark-up beside the one without.
   *
   * @param champion the champion as it was rebuilt
   * @param listed the sales that neither has seen
   */
  public record Marked(Judged judged, Valuation champion, List<Sale> listed) {}

  /**
   * Rebuilds the champion, marks it up, and judges the result by the sales of the untouched year.
   *
   * @param id the run's id, a new one for each execution
   * @param digest the champion's
   * @param settings with the seed that the champion was trained with
   * @param artifacts where its valuations are kept
   * @return empty where what is rebuilt is not the champion, since it was trained elsewhere
   */
  public static Optional<Marked> make(
      Experiment experiment,
      String id,
      Champion champion,
      String digest,
      Settings settings,
      Artifacts artifacts) {
    return experiment.run(
        id,
        "spring-mark-up",
        run -> {
          SplitStep.Parts parts = SplitStep.split(experiment, run, LoadStep.load(experiment, run));
          List<Sale> training = parts.sales().training();
          MonthlyAdjustment adjustment =
              champion.candidate().monthlyAdjustment()
                  ? MonthlyAdjustment.estimate(training, settings.seed())
                  : MonthlyAdjustment.none();
          Valuation usual =
              Valuation.fit(champion.candidate(), training, adjustment, settings.seed());
          if (!usual.digest(training).equals(digest)) {
            run.abort("what was rebuilt is not the champion " + champion.model());
            return Optional.empty();
          }
          Trained marked = mark(experiment, run, parts, champion, usual, settings);
          Judged judged =
              EvaluateStep.evaluate(run, parts, List.of(marked), settings, artifacts).get(0);
          return Optional.of(new Marked(judged, usual, parts.sales().judgement()));
        });
  }

  private static Trained mark(
      Experiment experiment,
      Run pipeline,
      SplitStep.Parts parts,
      Champion champion,
      Valuation usual,
      Settings settings) {
    return pipeline.step(
        "mark-up",
        run -> {
          MonthlyAdjustment markUp = MonthlyAdjustment.in(MONTHS, FACTOR);
          Valuation marked = usual.markedUp(markUp);
          String digest = marked.digest(parts.sales().training());
          run.uses(champion.model());
          run.hyperparameters(champion.candidate().algorithm().hyperparameters());
          run.parameters(
              PARAMETER_KIND_HYPERPARAMETER,
              Map.of(
                  "algorithm", champion.candidate().algorithm().family(), "seed", settings.seed()));
          run.parameters(
              PARAMETER_KIND_ADJUSTMENT,
              Map.of(
                  "monthly",
                  champion.candidate().monthlyAdjustment(),
                  "spring_mark_up",
                  FACTOR,
                  "spring_mark_up.months",
                  "March to June",
                  "spring_mark_up.label",
                  LABEL));
          run.reads(parts.training(), DATASET_ROLE_TRAINING);
          experiment.expect(
              run.name().substring(run.name().lastIndexOf('/') + 1),
              e ->
                  e.setSubject(run.name())
                      .setOutcomeMetric(SaleMetric.MONEY_AT_RISK_USD.id())
                      .setDirection(DIRECTION_DECREASE)
                      .setRelativeSize(0.02)
                      .setThrough("buyers pay more in spring, so less is lost by asking too little")
                      .addParameterKeys("spring_mark_up"));
          String model =
              run.produces(
                  m ->
                      m.setDisplayName(
                              champion.candidate().id() + "-spring-mark-up (" + LABEL + ")")
                          .setAlgorithm(champion.candidate().algorithm().family())
                          .setDigest(digest));
          return new Trained(champion.candidate(), marked, model, digest, List.of());
        });
  }
}
