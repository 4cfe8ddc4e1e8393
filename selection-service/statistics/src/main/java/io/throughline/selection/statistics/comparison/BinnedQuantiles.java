package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.StandardNormal;
import io.throughline.selection.statistics.sample.LogBins;
import java.util.Map;
import java.util.SortedMap;

/** Quantiles of an arm whose values are known by the counts in {@link LogBins} alone. */
public final class BinnedQuantiles {
  private BinnedQuantiles() {}

  /**
   * The quantile at p to the bins' relative error. The interval's bounds are outer edges of the
   * bins that hold its order statistics, so that it covers at least as often as the one of the
   * units themselves.
   */
  public static Result<Estimate> interval(
      LogBins bins, SortedMap<Integer, Long> counts, double p, double level) {
    return ranks(counts, p, level)
        .map(
            ranks ->
                Estimate.of(
                    bins.value(at(counts, ranks.middle)),
                    new Interval(
                        bins.lower(at(counts, ranks.below)),
                        bins.upper(at(counts, ranks.above)),
                        level),
                    Method.QUANTILE_ORDER_STATISTICS,
                    ranks.n));
  }

  /** An arm's quantile with its standard error, for a difference. */
  public static Result<ArmMean> arm(LogBins bins, SortedMap<Integer, Long> counts, double p) {
    return interval(bins, counts, p, 0.95)
        .flatMap(
            e ->
                Quantiles.arm(
                    e.value(), e.interval().lower(), e.interval().upper(), 0.95, p, e.n()));
  }

  private record Ranks(long below, long middle, long above, long n) {}

  private static Result<Ranks> ranks(SortedMap<Integer, Long> counts, double p, double level) {
    Levels.probability(p, "p");
    Levels.check(level);
    long n = 0;
    for (long count : counts.values()) {
      n = Math.addExact(n, count);
    }
    if (n == 0) {
      return Result.notComputable(Reason.EMPTY, "An arm has no unit");
    }
    double spread =
        StandardNormal.INSTANCE.upperQuantile((1 - level) / 2) * Math.sqrt(n * p * (1 - p));
    long below = (long) Math.floor(n * p - spread);
    long above = (long) Math.ceil(n * p + spread) + 1;
    if (below < 1 || above > n) {
      return Quantiles.tooFew(n, p);
    }
    return Result.computed(new Ranks(below, 1 + (long) Math.floor((n - 1) * p), above, n));
  }

  /** The bin that holds the unit of this rank, counted from 1. */
  private static int at(SortedMap<Integer, Long> counts, long rank) {
    long seen = 0;
    for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey();
      }
    }
    return counts.lastKey();
  }
}
