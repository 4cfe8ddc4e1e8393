package io.throughline.housevaluation.step;

import static io.throughline.event.v1.DatasetRole.DATASET_ROLE_JUDGEMENT;

import io.throughline.client.Run;
import io.throughline.event.v1.Quantity;
import io.throughline.housevaluation.figure.ResidualPlot;
import io.throughline.housevaluation.mesh.Artifacts;
import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.valuation.Importance;
import io.throughline.housevaluation.valuation.SaleMetric;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Judges models by the sales that nothing was chosen by. */
final class EvaluateStep {

  private static final int SHOWN_ATTRIBUTES = 10;

  private EvaluateStep() {}

  /** The models with what became of their valuations, in the given order. */
  static List<Judged> evaluate(
      Run pipeline,
      SplitStep.Parts parts,
      List<Trained> models,
      Settings settings,
      Artifacts artifacts) {
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
                        run -> judge(run, parts, trained, settings.seed(), artifacts))));
  }

  private static Judged judge(
      Run run, SplitStep.Parts parts, Trained trained, long seed, Artifacts artifacts) {
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
    artifacts.store(run, "valuations", "text/csv", table(sales, logPrices));
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

  /** What the model says each house is worth, beside what was paid, in US dollars. */
  private static byte[] table(List<Sale> sales, double[] logPrices) {
    StringBuilder table = new StringBuilder("sale,price,valuation\n");
    for (int i = 0; i < sales.size(); i++) {
      table.append(
          String.format(
              Locale.ROOT,
              "%s,%.0f,%.0f\n",
              sales.get(i).id(),
              sales.get(i).price(),
              Math.exp(logPrices[i])));
    }
    return table.toString().getBytes(StandardCharsets.UTF_8);
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
