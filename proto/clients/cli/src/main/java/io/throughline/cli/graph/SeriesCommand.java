package io.throughline.cli.graph;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.v1.AlignSeriesRequest;
import io.throughline.lineage.v1.AlignSeriesResponse;
import io.throughline.lineage.v1.ListSeriesRequest;
import io.throughline.lineage.v1.ListSeriesResponse;
import io.throughline.lineage.v1.SeriesAxis;
import io.throughline.lineage.v1.SeriesRange;
import io.throughline.lineage.v1.SeriesServiceGrpc;
import io.throughline.lineage.v1.SeriesServiceGrpc.SeriesServiceBlockingStub;
import io.throughline.lineage.v1.SeriesSummary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the series of runs or models, or shows one metric of them side by side. */
@Command(
    name = "series",
    mixinStandardHelpOptions = true,
    description = {
      "List the series of runs or models; with --metric show its values side by side.",
      "Of long series the extremes are shown."
    },
    footer = {
      "",
      "Examples:",
      "  throughline series experiments/e/runs/r",
      "  throughline series experiments/e/runs/r1 experiments/e/runs/r2 --metric loss"
          + " --baseline experiments/e/runs/r0"
    })
public final class SeriesCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 30;
  private static final int PAGE = 1_000;

  @Mixin MeshOptions options;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Runs or models.")
  List<String> names = new ArrayList<>();

  @Option(names = "--metric", paramLabel = "METRIC", description = "Which metric to show.")
  String metric;

  @Option(
      names = "--baseline",
      paramLabel = "NAME",
      description = "A run or model to compare with.")
  String baseline;

  @Option(names = "--time", description = "Along time instead of steps.")
  boolean time;

  @Option(names = "--from", paramLabel = "STEP", description = "From this step on.")
  Long from;

  @Option(names = "--to", paramLabel = "STEP", description = "Up to this step.")
  Long to;

  @Option(
      names = "--points",
      paramLabel = "COUNT",
      defaultValue = "40",
      description = "How many rows at most. Default: ${DEFAULT-VALUE}.")
  int points;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      SeriesServiceBlockingStub stub =
          SeriesServiceGrpc.newBlockingStub(mesh.lineage())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (metric == null) {
        list(stub, out);
      } else {
        show(stub, out);
      }
      return 0;
    }
  }

  private void list(SeriesServiceBlockingStub stub, PrintWriter out) {
    ListSeriesResponse.Builder all = ListSeriesResponse.newBuilder();
    names.forEach(name -> all.addAllSeries(seriesOf(stub, name)));
    if (options.json()) {
      out.println(Show.json(all.build()));
      return;
    }
    Table table = new Table("SERIES", "LAST STEP", "FIRST", "LAST", "MIN", "MAX");
    for (SeriesSummary one : all.getSeriesList()) {
      table.add(
          title(one.getSeries()),
          Long.toString(one.getLast().getStep()),
          Show.number(one.getFirst().getValue()),
          Show.number(one.getLast().getValue()),
          one.hasMin() ? Show.number(one.getMin()) : "",
          one.hasMax() ? Show.number(one.getMax()) : "");
    }
    out.print(table.text(""));
  }

  private void show(SeriesServiceBlockingStub stub, PrintWriter out) {
    SeriesRange.Builder range = SeriesRange.newBuilder();
    if (from != null) {
      range.setFirstStep(from);
    }
    if (to != null) {
      range.setLastStep(to);
    }
    AlignSeriesRequest.Builder request =
        AlignSeriesRequest.newBuilder()
            .setAxis(time ? SeriesAxis.SERIES_AXIS_TIME : SeriesAxis.SERIES_AXIS_STEP)
            .setRange(range)
            .setMaxPoints(points);
    names.forEach(name -> request.addAllSeries(withMetric(stub, name)));
    if (baseline != null) {
      request.setBaseline(withMetric(stub, baseline).get(0));
    }
    AlignSeriesResponse found = stub.alignSeries(request.build());
    out.print(options.json() ? Show.json(found) + System.lineSeparator() : text(found));
  }

  private String text(AlignSeriesResponse found) {
    AlignedTable table = new AlignedTable(found, time, baseline != null);
    String more = found.getDownsampled() ? "Only the extremes of longer series are shown." : "";
    return table.text() + (more.isEmpty() ? "" : more + System.lineSeparator());
  }

  private List<SeriesIdentity> withMetric(SeriesServiceBlockingStub stub, String name) {
    List<SeriesIdentity> found =
        seriesOf(stub, name).stream()
            .map(SeriesSummary::getSeries)
            .filter(series -> series.getMetric().equals(metric))
            .toList();
    if (found.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "'%s' has no series of the metric '%s'".formatted(name, metric));
    }
    return found;
  }

  private static List<SeriesSummary> seriesOf(SeriesServiceBlockingStub stub, String name) {
    List<SeriesSummary> all = new ArrayList<>();
    String token = "";
    do {
      ListSeriesResponse page =
          stub.listSeries(
              ListSeriesRequest.newBuilder()
                  .setSubject(name)
                  .setPageSize(PAGE)
                  .setPageToken(token)
                  .build());
      all.addAll(page.getSeriesList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  /** What tells a series from others. */
  static String title(SeriesIdentity series) {
    StringBuilder title =
        new StringBuilder(Names.id(series.getRun())).append(' ').append(series.getMetric());
    if (!series.getModel().isEmpty()) {
      title.append(" of ").append(Names.id(series.getModel()));
    }
    if (!series.getDataset().isEmpty()) {
      title.append(" on ").append(Names.id(series.getDataset()));
    }
    if (!series.getSegment().isEmpty()) {
      title.append(" in ").append(series.getSegment());
    }
    if (series.getFold() > 0) {
      title.append(" fold ").append(series.getFold());
    }
    return title.toString();
  }
}
