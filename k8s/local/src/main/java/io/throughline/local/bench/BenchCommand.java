package io.throughline.local.bench;

import io.throughline.local.Json;
import io.throughline.local.MeshOptions;
import io.throughline.local.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures what must hold, on demand. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measure what must hold, and print each figure beside its bound and what was measured beside it.",
      "",
      "Areas: mesh (measurements: up, demo, verify; demo and verify work on fresh clones and take minutes),",
      "journal (measurements: storm, single, end-to-end, overload, flatness, idle),",
      "graph (measurements: search, traversal, series, growth),",
      "decision (measurements: intake, readout, gate, rank; all of one load)."
    },
    footer = {
      "",
      "Exit code: 0 when every figure holds, 1 when one does not.",
      "",
      "Examples:",
      "  ./throughline bench mesh --only up",
      "  ./throughline bench mesh --output json",
      "  ./throughline bench journal --only storm",
      "  ./throughline bench journal --duration 120 --overload 180 --batches 10000000",
      "  ./throughline bench graph --output json --only search",
      "  ./throughline bench decision --output json"
    })
public final class BenchCommand implements Callable<Integer> {
  @Mixin private MeshOptions options;

  @Parameters(
      paramLabel = "AREA",
      description = "What to measure: mesh, journal, graph or decision.")
  private String area;

  @Option(names = "--only", paramLabel = "NAME", description = "Only this measurement.")
  private String only;

  @Mixin private JournalOptions journalOptions;

  @Mixin private GraphOptions graphOptions;

  @Mixin private DecisionOptions decisionOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path work = Files.createTempDirectory("throughline-bench");
    Map<String, Callable<List<Figure>>> measurements = measurements(work);
    if (only != null && !measurements.containsKey(only)) {
      throw new ParameterException(
          spec.commandLine(),
          "unknown measurement '%s'; there are %s".formatted(only, measurements.keySet()));
    }
    List<Figure> figures = new ArrayList<>();
    for (Map.Entry<String, Callable<List<Figure>>> measurement : measurements.entrySet()) {
      if (only == null || only.equals(measurement.getKey())) {
        figures.addAll(measurement.getValue().call());
      }
    }
    deleteTree(work);
    print(figures);
    return figures.stream().allMatch(Figure::holds) ? 0 : 1;
  }

  private Map<String, Callable<List<Figure>>> measurements(Path work) {
    Progress progress = new Progress(System.err);
    return switch (area) {
      case "mesh" -> new MeshFigures(work, options.portBase(), progress).byName();
      case "journal" ->
          new JournalFigures(work, options.portBase(), journalOptions, progress).byName();
      case "graph" -> new GraphFigures(work, options.portBase(), graphOptions, progress).byName();
      case "decision" ->
          new DecisionFigures(work, options.portBase(), decisionOptions, progress).byName();
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "unknown area '%s'; there are mesh, journal, graph and decision".formatted(area));
    };
  }

  private void print(List<Figure> figures) {
    if (options.json()) {
      System.out.println(Json.of(figures.stream().map(Figure::json).toList()));
    } else {
      figures.forEach(figure -> System.out.println(figure.line()));
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
