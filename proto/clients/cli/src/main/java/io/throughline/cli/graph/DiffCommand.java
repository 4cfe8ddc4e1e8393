package io.throughline.cli.graph;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.lineage.v1.DiffModelsRequest;
import io.throughline.lineage.v1.ModelDiff;
import io.throughline.lineage.v1.ModelServiceGrpc;
import io.throughline.lineage.v1.ParameterDifference;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what was chosen differently for two models. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Show what was chosen differently for two models.")
public final class DiffCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 30;
  private static final String NONE = "–";

  @Mixin MeshOptions options;

  @Parameters(index = "0", paramLabel = "LEFT", description = "The model to start from.")
  String left;

  @Parameters(index = "1", paramLabel = "RIGHT", description = "The model to compare with it.")
  String right;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      ModelDiff diff =
          ModelServiceGrpc.newBlockingStub(mesh.lineage())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .diffModels(DiffModelsRequest.newBuilder().setLeft(left).setRight(right).build());
      if (options.json()) {
        out.println(Show.json(diff));
        return 0;
      }
      Table table = new Table("KIND", "KEY", Names.id(left), Names.id(right));
      for (ParameterDifference one : diff.getDifferencesList()) {
        table.add(
            Show.word(one.getKind(), "PARAMETER_KIND_"),
            one.getKey(),
            one.hasLeft() ? Names.value(one.getLeft().getParameter()) : NONE,
            one.hasRight() ? Names.value(one.getRight().getParameter()) : NONE);
      }
      out.print(table.text(""));
      out.printf("%d differ, %d are equal.%n", diff.getDifferencesCount(), diff.getEqualCount());
      return 0;
    }
  }
}
