package io.throughline.selection.check;

import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.Over;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.model.NadeauBengio;
import io.throughline.selection.statistics.model.PairedBootstrap;

/** Chooses the method for a sample, and says in words what was done. */
final class Intervals {
  private static final int MOST_DRAWS = 10_000;
  private static final long MOST_WORK = 200_000_000;

  record Computed(Result<Estimate> result, String method) {}

  private Intervals() {}

  /** Of the mean of {@code left - right}. */
  static Computed of(
      Sample sample, double[] left, double[] right, boolean paired, double level, long seed) {
    if (sample.over() == Over.FOLDS) {
      return new Computed(
          NadeauBengio.compare(left, right, sample.trainCounts(), sample.testCounts(), level),
          "corrected resampled t over folds (Nadeau-Bengio)");
    }
    int draws = draws(left.length);
    String bootstrap = (paired ? "paired bootstrap" : "bootstrap") + " over units";
    Result<Estimate> bca = PairedBootstrap.bca(left, right, level, draws, seed);
    if (bca instanceof Result.NotComputable<Estimate> none
        && none.reason() == Reason.TOO_FEW_DRAWS) {
      return new Computed(
          PairedBootstrap.percentile(left, right, level, draws, seed),
          "%s, percentile (BCa cannot be computed), %,d draws".formatted(bootstrap, draws));
    }
    return new Computed(bca, "%s, BCa, %,d draws".formatted(bootstrap, draws));
  }

  /** As many as the work allows; a function of the size alone, so that results can be repeated. */
  private static int draws(int size) {
    long affordable = MOST_WORK / Math.max(size, 1);
    return (int) Math.max(PairedBootstrap.MIN_DRAWS, Math.min(MOST_DRAWS, affordable));
  }
}
