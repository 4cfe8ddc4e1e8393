package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;

/** The differences candidate - champion, unit by unit. */
final class PairedDifferences {
  private PairedDifferences() {}

  static Result<double[]> of(double[] candidate, double[] champion) {
    Levels.sameLength(candidate.length, champion.length, "champion");
    if (candidate.length == 0) {
      return Result.notComputable(Reason.EMPTY, "Candidate and champion have no unit in common");
    }
    double[] differences = new double[candidate.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = candidate[i] - champion[i];
      if (!Double.isFinite(differences[i])) {
        return Result.notComputable(
            Reason.NOT_FINITE, "The difference at index " + i + " is " + differences[i]);
      }
    }
    return Result.computed(differences);
  }
}
