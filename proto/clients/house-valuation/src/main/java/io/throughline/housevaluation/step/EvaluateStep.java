package io.throughline.housevaluation.step;

import static io.throughline.event.v1.DatasetRole.DATASET_ROLE_JUDGEMENT;

import io.throughline.client.Run;
import io.throughline.event.v1.Quantity;
import io.throughline.housevaluation.figure.ResidualPlot;
import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.valuation.Importance;
import io.throughline.housevaluation.valuation.SaleMetric;
import java.util.List;

/** Judges models by the sales that nothing was chosen by. */
final class EvaluateStep {

  private static final int SHOWN_ATTRIBUTES = 10;

  private EvaluateStep() {}

  /** The models with what became of their valuations, in the given order. */
  static List<Judged> evaluate(
      Run pipeline, SplitStep.Parts parts, List<Trained> models, Settings settings) {
    return pipeline.step(
        "evaluate",
        step ->
            Parallel.map(
                settings.threads(),
                models,
                trained ->
                    step.step(
                        "judge",
                        trained.candidate().id(),
                        run -> judge(run, parts, trained, settings.seed()))));
  }

  private static Judged judge(Run run, SplitStep.Parts parts, Trained trained, long seed) {
    List<Sale> sales = parts.sales().judgement();
    double[] logPrices = trained.valuation().logPrices(sales);
    List<Importance> importances =
        Importance.of(trained.valuation(), trained.candidate().features(), sales, seed);
    Judgement scores = new Judgement(sales, logPrices);

    run.uses(trained.model());
    run.reads(parts.judgement(), DATASET_ROLE_JUDGEMENT);
    List<String> units = sales.stream().map(Sale::id).toList();
    for (SaleMetric metric : SaleMetric.values()) {
      run.scores(trained.model(), parts.judgement(), metric.id(), units, scores.of(metric));
    }
    run.metric(FitStep.RMSE, scores.rmse());
    String figure =
        run.figure(
            "residuals",
            "Residuals of " + trained.candidate().id(),
            trained.model(),
            ResidualPlot.of(sales, logPrices, scores.of(SaleMetric.BIAS)));
    run.insight(
        "importance",
        insight -> {
          insight
              .setType("importance")
              .setText(text(importances))
              .addEvidence(trained.model())
              .addEvidence(figure);
          importances.stream()
              .limit(SHOWN_ATTRIBUTES)
              .forEach(
                  importance ->
                      insight.addQuantities(
                          Quantity.newBuilder()
                              .setKey(importance.attribute())
                              .setValue(importance.increase())));
        });
    return new Judged(trained, scores, figure);
  }

  private static String text(List<Importance> importances) {
    return "The model relies most on %s, %s and %s: exchanging the values of the first among the "
        .concat("houses raises the RMSE of the log price by %.3f.")
        .formatted(
            importances.get(0).attribute(),
            importances.get(1).attribute(),
            importances.get(2).attribute(),
            importances.get(0).increase());
  }
}
