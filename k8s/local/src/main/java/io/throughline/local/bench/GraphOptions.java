package io.throughline.local.bench;

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

  int runs() {
    return runs;
  }

  int experiments() {
    return experiments;
  }

  int grown() {
    return grown;
  }
}
