package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Result;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Hundreds of candidates beside the champion, over the same units and from one set of bootstrap
 * draws: what each gains in each metric, who is on the front, and who cannot be told from the best.
 *
 * @param differences by metric, then candidate: candidate - champion with the percentile interval;
 *     the champion's own is NOT_COMPUTABLE, as nothing differs
 * @param front the noise-aware front of all metrics
 * @param ties the tie set of the first metric
 */
public record Ranking(List<List<Result<Estimate>>> differences, ParetoFront front, TieSet ties) {

  /**
   * Ranks candidates. The most important metric comes first.
   *
   * @param champion index of the champion among the candidates
   * @param margins of each metric, see {@link ParetoFront}
   * @param draws at least {@link PairedBootstrap#MIN_DRAWS}
   */
  public static Ranking of(
      CandidateScores scores, int champion, double[] margins, double level, int draws, long seed) {
    Levels.check(level);
    Objects.checkIndex(champion, scores.candidates());
    BootstrapMeans means = BootstrapMeans.of(scores, draws, seed);
    List<List<Result<Estimate>>> differences =
        IntStream.range(0, scores.metrics())
            .mapToObj(
                metric ->
                    IntStream.range(0, scores.candidates())
                        .parallel()
                        .mapToObj(c -> difference(scores, means, metric, c, champion, level))
                        .toList())
            .toList();
    return new Ranking(
        differences,
        ParetoFront.of(scores, margins, level, means),
        TieSet.of(scores, 0, level, means));
  }

  private static Result<Estimate> difference(
      CandidateScores scores,
      BootstrapMeans means,
      int metric,
      int candidate,
      int champion,
      double level) {
    double estimate = scores.mean(metric, candidate) - scores.mean(metric, champion);
    double[] draws = means.differences(metric, candidate, champion);
    for (int b = 0; b < draws.length; b++) {
      draws[b] += estimate;
    }
    return BootstrapDraws.of(estimate, draws)
        .flatMap(d -> d.percentile(level, Method.PAIRED_BOOTSTRAP_PERCENTILE, scores.units()));
  }
}
