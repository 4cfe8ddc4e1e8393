package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Result;
import java.util.Arrays;

/**
 * Mean and tail of the losses that a model causes per unit, with bootstrap intervals over units,
 * and their differences between models over the same units.
 */
public final class ExpectedMoney {

  /** With fewer units in the tail a tail mean is flagged. */
  public static final double MIN_TAIL_UNITS = 20;

  private ExpectedMoney() {}

  /** The mean loss per unit with its BCa interval. */
  public static Result<Estimate> mean(double[] losses, double level, int draws, long seed) {
    return PairedBootstrap.bca(losses, new double[losses.length], level, draws, seed);
  }

  /**
   * The conditional value at risk: the mean of the worst 1 - alpha share of losses (Rockafellar and
   * Uryasev 2002, "Conditional value-at-risk for general loss distributions"), percentile interval;
   * with the caveat {@link Caveat#FEW_TAIL_UNITS} below {@link #MIN_TAIL_UNITS} units in the tail.
   */
  public static Result<Estimate> conditionalValueAtRisk(
      double[] losses, double alpha, double level, int draws, long seed) {
    Levels.probability(alpha, "alpha");
    return UnitBootstrap.percentile(
            losses.length, units -> tailMean(pick(losses, units), alpha), level, draws, seed)
        .map(estimate -> flagged(estimate, alpha));
  }

  /** The difference of conditional values at risk, candidate - champion, over the same units. */
  public static Result<Estimate> conditionalValueAtRiskDifference(
      double[] candidate, double[] champion, double alpha, double level, int draws, long seed) {
    Levels.probability(alpha, "alpha");
    Levels.sameLength(candidate.length, champion.length, "champion");
    return UnitBootstrap.percentile(
            candidate.length,
            units ->
                tailMean(pick(candidate, units), alpha) - tailMean(pick(champion, units), alpha),
            level,
            draws,
            seed)
        .map(estimate -> flagged(estimate, alpha));
  }

  /**
   * The mean of the worst 1 - alpha share of these losses; a unit on the border counts with its
   * share.
   */
  public static double tailMean(double[] losses, double alpha) {
    double[] sorted = losses.clone();
    Arrays.sort(sorted);
    double units = (1 - alpha) * sorted.length;
    double nearest = Math.rint(units);
    if (Math.abs(units - nearest) < 1e-9 * sorted.length) {
      units = Math.max(nearest, Math.min(1, units));
    }
    double left = units;
    double sum = 0;
    for (int i = sorted.length - 1; i >= 0 && left > 0; i--) {
      sum += Math.min(1, left) * sorted[i];
      left -= 1;
    }
    return sum / units;
  }

  private static Estimate flagged(Estimate estimate, double alpha) {
    boolean few = (1 - alpha) * estimate.n() < MIN_TAIL_UNITS;
    return few ? estimate.with(Caveat.FEW_TAIL_UNITS) : estimate;
  }

  private static double[] pick(double[] values, int[] units) {
    double[] picked = new double[units.length];
    for (int i = 0; i < units.length; i++) {
      picked[i] = values[units[i]];
    }
    return picked;
  }
}
