package io.throughline.cli.gate;

import io.throughline.event.v1.Verdict;

/** How the gate ends. */
enum ExitCode {
  PASS(0),
  FAIL(1),
  INCONCLUSIVE(2),
  ERROR(3),
  TIMEOUT(4);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(Verdict verdict) {
    return switch (verdict) {
      case VERDICT_PASS -> PASS;
      case VERDICT_FAIL -> FAIL;
      case VERDICT_INCONCLUSIVE -> INCONCLUSIVE;
      default -> ERROR;
    };
  }
}
