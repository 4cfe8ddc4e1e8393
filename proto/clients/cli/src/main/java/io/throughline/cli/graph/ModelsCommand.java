package io.throughline.cli.graph;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.lineage.v1.ListModelsRequest;
import io.throughline.lineage.v1.ListModelsResponse;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ModelServiceGrpc;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the models of an experiment. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "List the models of an experiment.")
public final class ModelsCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 30;

  @Mixin MeshOptions options;

  @Parameters(paramLabel = "EXPERIMENT", description = "The experiment.")
  String experiment;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      defaultValue = "100",
      description = "How many at most, up to 1,000. Default: ${DEFAULT-VALUE}.")
  int limit;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      ListModelsResponse found =
          ModelServiceGrpc.newBlockingStub(mesh.lineage())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .listModels(
                  ListModelsRequest.newBuilder()
                      .setExperiment(Names.experiment(experiment))
                      .setPageSize(limit)
                      .build());
      if (found.getModelsCount() == 0) {
        Resources.mustExist(mesh.lineage(), Names.experiment(experiment));
      }
      if (options.json()) {
        out.println(Show.json(found));
        return 0;
      }
      Table table = new Table("MODEL", "ALGORITHM", "RUN", "PRODUCED");
      for (Model model : found.getModelsList()) {
        table.add(
            model.getName(),
            model.getAlgorithm(),
            Names.id(model.getRun()),
            Show.time(model.hasCreateTime(), model.getCreateTime()));
      }
      out.print(table.text(""));
      if (!found.getNextPageToken().isEmpty()) {
        out.println("There are more; raise --limit.");
      }
      return 0;
    }
  }
}
