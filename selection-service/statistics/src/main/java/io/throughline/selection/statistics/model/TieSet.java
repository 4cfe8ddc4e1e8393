package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.StandardNormal;
import io.throughline.selection.statistics.distribution.StudentT;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The candidates that the data cannot tell from the best, among any number of them: with
 * probability of at least the level the truly best is one of them. Candidate i leaves the set where
 * max_j (mean_j - mean_i)/se_ji exceeds the quantile of the bootstrap's maximum of the same, all
 * differences paired (comparisons with the best: Edwards and Hsu 1983, JASA 78; bootstrap max-t:
 * Hansen, Lunde and Nason 2011, "The model confidence set", Econometrica 79).
 *
 * @param best index of the candidate with the highest mean
 * @param members indices of the candidates in the set, ascending; the best is one
 * @param pValues of each candidate for being the best, at least 1/(draws + 1)
 * @param level of the set
 * @param units how many the means rest on
 */
public record TieSet(int best, List<Integer> members, double[] pValues, double level, int units) {

  /** Copies the list. */
  public TieSet {
    members = List.copyOf(members);
  }

  /** The tie set of a metric. */
  public static TieSet of(CandidateScores scores, int metric, double level, int draws, long seed) {
    return of(scores, metric, level, BootstrapMeans.of(scores, draws, seed));
  }

  /** The tie set of scores by candidate, then unit, more being better. */
  public static Result<TieSet> of(double[][] scores, double level, int draws, long seed) {
    return CandidateScores.of(scores).map(s -> of(s, 0, level, draws, seed));
  }

  static TieSet of(CandidateScores scores, int metric, double level, BootstrapMeans means) {
    Levels.check(level);
    int candidates = scores.candidates();
    double[][] variances = scores.pairedVariances(metric);
    double[] pValues = new double[candidates];
    IntStream.range(0, candidates)
        .parallel()
        .forEach(i -> pValues[i] = pValue(scores, metric, means, i, variances[i]));
    int best = 0;
    for (int i = 1; i < candidates; i++) {
      best = scores.mean(metric, i) > scores.mean(metric, best) ? i : best;
    }
    List<Integer> members =
        IntStream.range(0, candidates).filter(i -> pValues[i] >= 1 - level).boxed().toList();
    return new TieSet(best, members, pValues, level, scores.units());
  }

  private static double pValue(
      CandidateScores scores, int metric, BootstrapMeans means, int i, double[] variances) {
    int candidates = scores.candidates();
    double[] precision = new double[candidates];
    double observed = 0;
    for (int j = 0; j < candidates; j++) {
      double ahead = scores.mean(metric, j) - scores.mean(metric, i);
      if (variances[j] > 0) {
        precision[j] = 1 / Math.sqrt(variances[j]);
        observed = Math.max(observed, ahead * precision[j]);
      } else if (ahead > 0) {
        observed = Double.POSITIVE_INFINITY;
      }
    }
    double bar = asNormal(observed, scores.units());
    int reached = 1;
    for (int b = 0; b < means.draws(); b++) {
      reached += greatest(means.deviations(metric, b), i, precision) >= bar ? 1 : 0;
    }
    return reached / (means.draws() + 1.0);
  }

  /**
   * The observed maximum on the draws' scale. Draws are divided by fixed standard errors and spread
   * by a factor √((n - 1)/n) less than the means they stand for; the observed one was divided by an
   * estimated standard error, so it counts as the normal number of the same tail as Student's t.
   */
  private static double asNormal(double observed, int units) {
    double tail = Math.exp(new StudentT(units - 1.0).logSurvival(observed));
    double z = tail > 0 ? StandardNormal.INSTANCE.upperQuantile(tail) : Double.POSITIVE_INFINITY;
    return z * Math.sqrt((units - 1.0) / units);
  }

  private static double greatest(double[] draw, int i, double[] precision) {
    double own = draw[i];
    double greatest = 0;
    for (int j = 0; j < draw.length; j++) {
      double t = (draw[j] - own) * precision[j];
      greatest = t > greatest ? t : greatest;
    }
    return greatest;
  }
}
