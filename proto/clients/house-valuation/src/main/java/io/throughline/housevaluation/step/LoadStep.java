package io.throughline.housevaluation.step;

import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_CODE;
import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_DATA;
import static io.throughline.event.v1.ParameterKind.PARAMETER_KIND_ENVIRONMENT;

import io.throughline.client.Experiment;
import io.throughline.client.Run;
import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.sale.SaleFile;
import io.throughline.housevaluation.sale.Sales;
import java.util.List;
import java.util.Map;

/** Reads the sales. */
final class LoadStep {

  /**
   * The sales as they were read.
   *
   * @param dataset the name under which they are known
   */
  record Loaded(List<Sale> sales, String dataset) {}

  private LoadStep() {}

  static Loaded load(Experiment experiment, Run pipeline) {
    return pipeline.step(
        "load",
        run -> {
          Sales sales = SaleFile.read();

          String dataset =
              experiment.dataset(
                  "house-sales", d -> d.setDigest(sales.digest()).setUnitCount(sales.all().size()));
          run.writes(dataset);
          run.parameters(PARAMETER_KIND_DATA, Map.of("digest", sales.digest()));
          run.parameters(PARAMETER_KIND_CODE, Map.of("commit", Software.commit()));
          run.parameters(PARAMETER_KIND_ENVIRONMENT, Software.environment());
          return new Loaded(sales.all(), dataset);
        });
  }
}
