package io.throughline.selection.statistics.synthesis;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.WelchT;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.sample.Moments;
import java.util.List;

/**
 * The difference that the strata's mix of both arms together would show: differences within strata,
 * weighted by the strata's sizes (direct standardisation; post-stratification of Miratrix, Sekhon
 * and Yu 2013, JRSS B 75). Strata in which an arm is empty are left out.
 */
public final class SizeWeightedDifference {
  private SizeWeightedDifference() {}

  /** The difference of shares treatment - control. */
  public static Result<Estimate> ofProportions(List<Stratum> strata, double level) {
    return WeightedStrata.of(strata, stratum -> (double) stratum.n())
        .flatMap(
            sum ->
                Pivot.NORMAL.estimate(
                    sum.difference(),
                    sum.standardError(),
                    level,
                    Method.SIZE_WEIGHTED_DIFFERENCE,
                    sum.n()));
  }

  /**
   * The difference of means treatment - control; NOT_COMPUTABLE where a stratum with units in both
   * arms has fewer than two in one.
   *
   * @param treatment moments of each stratum
   * @param control moments of the same strata
   */
  public static Result<Estimate> ofMeans(
      List<Moments> treatment, List<Moments> control, double level) {
    Levels.sameLength(treatment.size(), control.size(), "control");
    double total = 0;
    for (int i = 0; i < treatment.size(); i++) {
      total += weight(treatment.get(i), control.get(i));
    }
    if (!(total > 0)) {
      return Result.notComputable(Reason.EMPTY, "No stratum has units in both arms");
    }
    double difference = 0;
    double variance = 0;
    for (int i = 0; i < treatment.size(); i++) {
      double weight = weight(treatment.get(i), control.get(i)) / total;
      if (weight > 0) {
        var effect = WelchT.effect(treatment.get(i), control.get(i));
        if (effect instanceof Result.NotComputable<?> none) {
          return Result.notComputable(none.reason(), "Stratum " + i + ": " + none.detail());
        }
        difference += weight * effect.orElseThrow().value();
        variance += Math.pow(weight * effect.orElseThrow().standardError(), 2);
      }
    }
    return Pivot.NORMAL.estimate(
        difference, Math.sqrt(variance), level, Method.SIZE_WEIGHTED_DIFFERENCE, (long) total);
  }

  private static double weight(Moments treatment, Moments control) {
    return treatment.n() > 0 && control.n() > 0 ? (double) treatment.n() + control.n() : 0;
  }
}
