package io.throughline.local.bench;

import picocli.CommandLine.Option;

/** How long the journal's measurements take. */
final class JournalOptions {
  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description =
          "journal: for how long each load is measured (120 for the figures that are kept)."
              + " Default: ${DEFAULT-VALUE}.")
  private int duration = 20;

  @Option(
      names = "--overload",
      paramLabel = "SECONDS",
      description =
          "journal: for how long it is overloaded (180 for the figures that are kept)."
              + " Default: ${DEFAULT-VALUE}.")
  private int overload = 30;

  @Option(
      names = "--batches",
      paramLabel = "N",
      description =
          "journal: how full it is for flatness (10000000 for the figures that are kept)."
              + " Default: ${DEFAULT-VALUE}.")
  private long batches = 1_000_000;

  int duration() {
    return duration;
  }

  int overload() {
    return overload;
  }

  long batches() {
    return batches;
  }
}
