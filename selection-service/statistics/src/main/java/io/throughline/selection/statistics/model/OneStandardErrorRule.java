package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;

/**
 * Among the candidates within one standard error of the best, the cheapest (Breiman, Friedman,
 * Olshen and Stone 1984, "Classification and regression trees", 3.4.3).
 *
 * @param chosen index of the cheapest candidate within one standard error; of equally cheap ones
 *     the better
 * @param best index of the candidate with the highest score
 * @param within indices of all candidates within one standard error of the best, ascending
 */
public record OneStandardErrorRule(int chosen, int best, List<Integer> within) {

  /** Copies the list. */
  public OneStandardErrorRule {
    within = List.copyOf(within);
  }

  /**
   * By the standard error of the best candidate's score.
   *
   * @param scores of each candidate, more being better
   * @param standardErrors of each score
   * @param costs complexity or cost of each candidate, less being better
   */
  public static Result<OneStandardErrorRule> choose(
      double[] scores, double[] standardErrors, double[] costs) {
    Levels.sameLength(scores.length, standardErrors.length, "standardErrors");
    Result<Integer> best = best(scores);
    return best.map(
        b -> {
          double[] allowed = new double[scores.length];
          Arrays.fill(allowed, standardErrors[b]);
          return choose(scores, allowed, costs, b);
        });
  }

  /**
   * By the standard error of each candidate's paired difference to the best, which is sharper where
   * scores of the same units rise and fall together.
   *
   * @param scores by candidate, then by unit (or fold), more being better
   */
  public static Result<OneStandardErrorRule> choosePaired(double[][] scores, double[] costs) {
    double[] means = new double[scores.length];
    for (int i = 0; i < means.length; i++) {
      if (scores[i].length < 2) {
        return Result.notComputable(
            Reason.TOO_FEW_UNITS, "A standard error needs at least two units");
      }
      means[i] = Mean.of(scores[i]).getAsDouble();
    }
    return best(means)
        .map(
            b -> {
              double[] allowed = new double[scores.length];
              for (int i = 0; i < allowed.length; i++) {
                double[] differences = new double[scores[i].length];
                Levels.sameLength(scores[b].length, differences.length, "scores");
                for (int u = 0; u < differences.length; u++) {
                  differences[u] = scores[i][u] - scores[b][u];
                }
                allowed[i] = Math.sqrt(Variance.of(differences).getAsDouble() / differences.length);
              }
              return choose(means, allowed, costs, b);
            });
  }

  private static Result<Integer> best(double[] scores) {
    int best = 0;
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        return Result.notComputable(Reason.NOT_FINITE, "Candidate " + i + " scores " + scores[i]);
      }
      best = scores[i] > scores[best] ? i : best;
    }
    return scores.length == 0
        ? Result.notComputable(Reason.EMPTY, "There is no candidate")
        : Result.computed(best);
  }

  private static OneStandardErrorRule choose(
      double[] scores, double[] allowed, double[] costs, int best) {
    Levels.sameLength(scores.length, costs.length, "costs");
    List<Integer> within = new ArrayList<>();
    int chosen = best;
    for (int i = 0; i < scores.length; i++) {
      if (scores[best] - scores[i] <= allowed[i]) {
        within.add(i);
        boolean cheaper = costs[i] < costs[chosen];
        boolean better = costs[i] == costs[chosen] && scores[i] > scores[chosen];
        chosen = cheaper || better ? i : chosen;
      }
    }
    return new OneStandardErrorRule(chosen, best, within);
  }
}
