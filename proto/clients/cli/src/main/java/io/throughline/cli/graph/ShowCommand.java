package io.throughline.cli.graph;

import com.google.protobuf.Message;
import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.lineage.v1.ListMeasurementsRequest;
import io.throughline.lineage.v1.ListMeasurementsResponse;
import io.throughline.lineage.v1.Measurement;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ScoreServiceGrpc;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one resource of the graph. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Show one resource whole: what was said of it, chosen for it and measured of it.",
      "",
      "A run with its parameters, tags and metrics; a model with everything that was chosen on the"
          + " way to it and what it was measured on; a dataset, deployment, environment, insight,"
          + " expectation, figure, artifact, experiment, registered model, version or alias."
    },
    footer = {
      "",
      "Examples:",
      "  throughline show experiments/house-valuation/models/m7",
      "  throughline show registeredModels/house-valuation/aliases/champion --at"
          + " 2026-05-14T00:00:00Z"
    })
public final class ShowCommand implements Callable<Integer> {
  @Mixin MeshOptions options;

  @Parameters(paramLabel = "NAME", description = "Its whole name, such as experiments/e/runs/r.")
  String name;

  @Mixin AsOfOptions past;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      Message resource = Resources.read(mesh.lineage(), name, past.moment());
      if (options.json()) {
        out.println(Show.json(resource));
        return 0;
      }
      out.print(Sheet.text(resource));
      if (resource instanceof Model) {
        out.print(measurements(mesh));
      }
      return 0;
    }
  }

  private String measurements(Mesh mesh) {
    ListMeasurementsResponse found =
        Resources.soon(ScoreServiceGrpc.newBlockingStub(mesh.lineage()))
            .listMeasurements(ListMeasurementsRequest.newBuilder().setModel(name).build());
    if (found.getMeasurementsCount() == 0) {
      return "";
    }
    Table table = new Table("MEASURED BY NOW", "ON", "MEAN", "± SD", "OVER");
    for (Measurement one : found.getMeasurementsList()) {
      table.add(
          one.getMetric(),
          Names.id(one.getDataset()),
          Show.number(one.getMean()),
          one.hasStandardDeviation() ? Show.number(one.getStandardDeviation()) : "",
          "%,d %s".formatted(one.getCount(), unit(one)));
    }
    return System.lineSeparator() + table.text("  ");
  }

  private static String unit(Measurement one) {
    return switch (one.getForm()) {
      case MEASUREMENT_FORM_FOLDS -> "folds";
      default -> "units";
    };
  }
}
