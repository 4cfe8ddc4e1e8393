package io.throughline.selection.statistics.multiplicity;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * The worst slice of a comparison. Each slice gets a one-sided lower bound at the level 1 -
 * alpha/m, so that with probability 1 - alpha all m bounds hold at once (Bonferroni; Dunn 1961,
 * JASA 56); slices below a minimum of units are left out and counted.
 *
 * @param index of the slice with the lowest bound, in the caller's order
 * @param estimate that slice's effect with its bound
 * @param nonInferiorShare the share of judged slices whose bound lies above -margin
 * @param slices m, how many were judged
 * @param leftOut how many had too few units or no standard error
 */
public record WorstSlice(
    int index, Estimate estimate, double nonInferiorShare, int slices, int leftOut) {

  /**
   * Judges the slices' effects, more being better.
   *
   * @param margin that a slice may lose, not negative
   * @param minUnits below which a slice is left out
   * @return NOT_COMPUTABLE where no slice is left
   */
  public static Result<WorstSlice> of(
      List<Effect> slices, double margin, double alpha, long minUnits) {
    Levels.probability(alpha, "alpha");
    List<Integer> judged = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      if (slices.get(i).n() >= minUnits && slices.get(i).standardError() > 0) {
        judged.add(i);
      }
    }
    int m = judged.size();
    int worst = -1;
    int nonInferior = 0;
    Estimate lowest = null;
    for (int i : judged) {
      Result<Estimate> result =
          slices.get(i).fixedHorizon(1 - alpha / m, Alternative.GREATER, -margin);
      if (result instanceof Result.NotComputable<Estimate> none) {
        return Result.notComputable(none.reason(), none.detail());
      }
      Estimate estimate = result.orElseThrow();
      nonInferior += estimate.interval().lower() > -margin ? 1 : 0;
      if (lowest == null || estimate.interval().lower() < lowest.interval().lower()) {
        lowest = estimate;
        worst = i;
      }
    }
    if (lowest == null) {
      return Result.notComputable(
          Reason.TOO_FEW_UNITS, "No slice has " + minUnits + " units and a standard error");
    }
    return Result.computed(
        new WorstSlice(worst, lowest, (double) nonInferior / m, m, slices.size() - m));
  }
}
