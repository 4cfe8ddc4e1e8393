package io.throughline.cli.graph;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.lineage.v1.SearchRunsRequest;
import io.throughline.lineage.v1.SearchRunsResponse;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the runs of an experiment. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "List the runs of an experiment.",
    footer = {
      "",
      "Conditions are joined by AND, OR, NOT and parentheses. They compare",
      "  metrics.KEY (its last value), min(metrics.KEY), max(…), first(…), at(metrics.KEY, STEP)",
      "  params.KEY, tags.KEY, datasets.name, datasets.digest",
      "  run_id, state, step, start_time, end_time, duration, display_name, parent, message",
      "by =, !=, <, <=, >, >=, IN (…), LIKE, ILIKE, BETWEEN … AND … or IS NULL, or ask for a relation:",
      "  used_dataset('id'), produced_model, child_of('run'), deployed_in('environment'), live_in(…)",
      "Texts stand in single quotes, unusual keys in backticks; now() - 7d is a time.",
      "",
      "Examples:",
      "  throughline runs house-valuation --filter \"step = 'train' AND metrics.rmse_log_price < 0.2\""
          + " --order-by 'metrics.rmse_log_price ASC'",
      "  throughline runs house-valuation --filter \"live_in('production') OR tags.owner LIKE 'ann%%'\"",
      "  throughline show experiments/house-valuation/runs/RUN        one of them, whole"
    })
public final class RunsCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 30;
  private static final int SHOWN_METRICS = 4;

  @Mixin MeshOptions options;

  @Parameters(paramLabel = "EXPERIMENT", description = "The experiment.")
  String experiment;

  @Option(
      names = "--filter",
      paramLabel = "CONDITIONS",
      defaultValue = "",
      description = "Which of them; see below. Default: all.")
  String filter;

  @Option(
      names = "--order-by",
      paramLabel = "ORDER",
      defaultValue = "",
      description = "What a filter can compare, then ASC or DESC. Default: start_time DESC.")
  String orderBy;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "How many at most, up to 1,000. Default: ${DEFAULT-VALUE}.")
  int limit;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      SearchRunsResponse found =
          RunServiceGrpc.newBlockingStub(mesh.lineage())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .searchRuns(
                  SearchRunsRequest.newBuilder()
                      .setExperiment(Names.experiment(experiment))
                      .setFilter(filter)
                      .setOrderBy(orderBy)
                      .setPageSize(limit)
                      .build());
      if (found.getRunsCount() == 0) {
        Resources.mustExist(mesh.lineage(), Names.experiment(experiment));
      }
      if (options.json()) {
        out.println(Show.json(found));
        return 0;
      }
      Table table = new Table("RUN", "STEP", "STATE", "STARTED", "METRICS");
      found.getRunsList().forEach(run -> add(table, run));
      out.print(table.text(""));
      if (!found.getNextPageToken().isEmpty()) {
        out.println("There are more; raise --limit or give a --filter.");
      }
      return 0;
    }
  }

  private static void add(Table table, Run run) {
    table.add(
        Names.id(run.getName()),
        run.getStep(),
        Show.word(run.getState(), "RUN_STATE_"),
        Show.time(run.hasStartTime(), run.getStartTime()),
        run.getMetricsList().stream()
            .map(m -> m.getSeries().getMetric() + "=" + Show.number(m.getLast().getValue()))
            .distinct()
            .limit(SHOWN_METRICS)
            .collect(Collectors.joining(" ")));
  }
}
