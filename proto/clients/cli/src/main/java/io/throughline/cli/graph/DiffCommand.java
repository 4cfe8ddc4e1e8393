package io.throughline.cli.graph;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.lineage.v1.DiffResourcesRequest;
import io.throughline.lineage.v1.DiffResourcesResponse;
import io.throughline.lineage.v1.DiffSection;
import io.throughline.lineage.v1.DiffServiceGrpc;
import io.throughline.lineage.v1.DifferingFact;
import io.throughline.lineage.v1.FactValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what differs between runs, models or deployments. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Show what differs between two or more runs, models or deployments.",
    footer = {
      "",
      "Example:",
      "  throughline diff experiments/e/models/m1 experiments/e/models/m2 experiments/e/models/m3"
    })
public final class DiffCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 30;
  private static final String NONE = "–";
  private static final int WIDEST = 48;

  @Mixin MeshOptions options;

  @Parameters(
      paramLabel = "NAME",
      arity = "2..*",
      description = "Two or more runs, models or deployments.")
  List<String> names = new ArrayList<>();

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      DiffResourcesResponse diff =
          DiffServiceGrpc.newBlockingStub(mesh.lineage())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .diffResources(DiffResourcesRequest.newBuilder().addAllNames(names).build());
      if (options.json()) {
        out.println(Show.json(diff));
        return 0;
      }
      List<String> heading = new ArrayList<>(List.of("WHAT", "KEY"));
      for (int i = 1; i <= names.size(); i++) {
        heading.add(Integer.toString(i));
        out.printf("%d  %s%n", i, names.get(i - 1));
      }
      out.println();
      Table table = new Table(heading.toArray(String[]::new));
      diff.getFactsList().forEach(fact -> table.add(row(fact)));
      out.print(table.text(""));
      out.printf("%d differ, %d are equal.%n", diff.getFactsCount(), diff.getEqualCount());
      return 0;
    }
  }

  /** The end of a long text, where names and digests differ; all of it is in the JSON. */
  private static String end(String text) {
    return text.length() <= WIDEST ? text : "…" + text.substring(text.length() - WIDEST + 1);
  }

  private static String[] row(DifferingFact fact) {
    boolean parameter = fact.getSection() == DiffSection.DIFF_SECTION_PARAMETER;
    List<String> row = new ArrayList<>();
    row.add(
        parameter
            ? Show.word(fact.getKind(), "PARAMETER_KIND_")
            : Show.word(fact.getSection(), "DIFF_SECTION_"));
    row.add(fact.getKey());
    fact.getValuesList().forEach(value -> row.add(cell(value)));
    return row.toArray(String[]::new);
  }

  private static String cell(FactValue value) {
    if (!value.hasText()) {
      return NONE;
    }
    String shown = value.hasNumber() ? Show.number(value.getNumber()) : end(value.getText());
    return value.hasLower()
        ? "%s (%s … %s)"
            .formatted(shown, Show.number(value.getLower()), Show.number(value.getUpper()))
        : shown;
  }
}
