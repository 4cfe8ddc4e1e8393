package io.throughline.local.bench;

import picocli.CommandLine.Option;

/** How long the decision's measurements take. */
final class DecisionOptions {
  @Option(
      names = "--units",
      paramLabel = "N",
      description =
          "decision: how many units of the large trial come in through the front door. Default:"
              + " ${DEFAULT-VALUE}.")
  private int units = 400_000;

  @Option(
      names = "--filled",
      paramLabel = "N",
      description =
          "decision: how many units the large trial's sums stand for when it is read (they are"
              + " multiplied in the store). Default: ${DEFAULT-VALUE}.")
  private long filled = 10_000_000;

  @Option(
      names = "--looks",
      paramLabel = "N",
      description = "decision: how many readouts are timed. Default: ${DEFAULT-VALUE}.")
  private int looks = 200;

  int units() {
    return units;
  }

  long filled() {
    return filled;
  }

  int looks() {
    return looks;
  }
}
