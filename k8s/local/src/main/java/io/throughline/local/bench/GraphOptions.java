package io.throughline.local.bench;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How large the graph is that is measured. */
final class GraphOptions {
  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "graph: how many runs the experiment has that is searched. Default: ${DEFAULT-VALUE}.")
  private int runs = 50_000;

  @Option(
      names = "--experiments",
      paramLabel = "N",
      description =
          "graph: how many usual experiments lie beside the large one. Default: ${DEFAULT-VALUE}.")
  private int experiments = 1_000;

  @Option(
      names = "--grown",
      paramLabel = "N",
      description = "graph: up to how many runs an experiment grows. Default: ${DEFAULT-VALUE}.")
  private int grown = 1_000_000;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "graph: keep the meshes of search, traversal and series in this folder, filled, and"
              + " measure on those that it holds.")
  private Path keep;

  int runs() {
    return runs;
  }

  int experiments() {
    return experiments;
  }

  int grown() {
    return grown;
  }

  /** Where filled meshes are kept; empty: they are made anew, and deleted. */
  Optional<Path> keep() {
    return Optional.ofNullable(keep);
  }
}
