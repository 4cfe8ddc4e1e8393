package io.throughline.selection.check;

import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Result;
import java.util.List;

/** Judges a metric over units or folds by its interval. */
final class MetricJudge {
  private final double level;
  private final long seed;

  MetricJudge(double level, long seed) {
    this.level = level;
    this.seed = seed;
  }

  Finding judge(MetricCheck check, Sample sample, Contrast contrast) {
    Intervals.Computed computed =
        Intervals.of(sample, contrast.left(), contrast.right(), check.compares(), level, seed);
    if (computed.result() instanceof Result.NotComputable<Estimate> none) {
      return Judge.obstructed(check, Judge.obstacle(none)).on(sample);
    }
    Estimate estimate = computed.result().orElseThrow();
    Bound bound = contrast.bound();
    Interval interval = estimate.interval();
    Finding.Measure measure =
        new Finding.Measure(
            estimate.value() + contrast.shift(),
            new Interval(
                interval.lower() + contrast.shift(), interval.upper() + contrast.shift(), level),
            computed.method());
    Conclusion conclusion = Conclusion.of(check.role(), bound, measure.interval());
    return Finding.of(
            check,
            conclusion.verdict(),
            conclusion.reason(),
            Words.interval(measure, bound) + incomplete(sample),
            NextStep.of(conclusion.verdict(), measure, bound, sample.over(), sample.size()))
        .on(sample)
        .measured(measure, bound.value(), List.of());
  }

  static String incomplete(Sample sample) {
    long absent = sample.expected() - sample.size();
    return absent <= 0
        ? ""
        : "; %,d of %,d %s are left out (the candidate lacks %,d, the champion %,d)"
            .formatted(
                absent,
                sample.expected(),
                sample.over().word(),
                sample.candidateMissing(),
                sample.championMissing());
  }
}
