package io.throughline.housevaluation.step;

import static io.throughline.event.v1.DatasetRole.DATASET_ROLE_TRAINING;
import static io.throughline.event.v1.Direction.DIRECTION_DECREASE;
import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_ADJUSTMENT;

import io.throughline.client.Experiment;
import io.throughline.client.Run;
import io.throughline.housevaluation.figure.MonthPlot;
import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.valuation.MonthlyAdjustment;
import io.throughline.housevaluation.valuation.SaleMetric;
import java.util.List;

/** Estimates the season's effect on prices. */
final class AdjustStep {

  /**
   * The season's effect.
   *
   * @param dataset the name of the training sales as they are freed of it
   */
  record Adjusted(MonthlyAdjustment adjustment, String dataset) {}

  private AdjustStep() {}

  static Adjusted adjust(Experiment experiment, Run pipeline, SplitStep.Parts parts, long seed) {
    return pipeline.step(
        "adjust",
        run -> {
          List<Sale> training = parts.sales().training();
          MonthlyAdjustment adjustment = MonthlyAdjustment.estimate(training, seed);

          String adjusted =
              experiment.dataset(
                  "sold-before-%d.adjusted-%d".formatted(SplitStep.JUDGED_FROM, seed),
                  d -> d.setUnitCount(training.size()).addDerivedFrom(parts.training()));
          run.reads(parts.training(), DATASET_ROLE_TRAINING);
          run.writes(adjusted);
          run.parameters(PARAMETER_KIND_ADJUSTMENT, adjustment.factorsByKey());
          run.figure(
              "price-by-month",
              "House prices by month",
              "",
              MonthPlot.of(training, adjustment.factors()));
          experiment.expect(
              run.name().substring(run.name().lastIndexOf('/') + 1),
              e ->
                  e.setSubject(run.name())
                      .setOutcomeMetric(SaleMetric.MONEY_AT_RISK_USD.id())
                      .setDirection(DIRECTION_DECREASE)
                      .setRelativeSize(0.01)
                      .setThrough("less over-pricing in the months when houses are sold for less")
                      .addAllParameterKeys(adjustment.factorsByKey().keySet()));
          return new Adjusted(adjustment, adjusted);
        });
  }
}
