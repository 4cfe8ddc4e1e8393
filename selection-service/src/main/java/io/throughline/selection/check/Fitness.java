package io.throughline.selection.check;

import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Over;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a sample is fit to be judged at all. */
final class Fitness {
  private static final int SHOWN = 3;

  private Fitness() {}

  static Optional<Obstacle> obstacle(MetricCheck check, Sample sample) {
    if (sample.size() < check.minimumCount()) {
      return Optional.of(
          missing(sample, "at least %,d are needed".formatted(check.minimumCount())));
    }
    double coverage = sample.expected() == 0 ? 1 : sample.size() / (double) sample.expected();
    if (coverage < check.minimumCoverage()) {
      return Optional.of(
          missing(
              sample,
              "that is %.1f%%, and at least %.1f%% are needed"
                  .formatted(coverage * 100, check.minimumCoverage() * 100)));
    }
    return notNumbers(sample);
  }

  private static Obstacle missing(Sample sample, String need) {
    String what = sample.over().word();
    String champion =
        sample.champion().length == 0 && sample.championMissing() == 0
            ? ""
            : ", the champion %,d".formatted(sample.championMissing());
    return new Obstacle(
        sample.over() == Over.UNITS ? ReasonCode.UNITS_MISSING : ReasonCode.FOLDS_MISSING,
        "%,d of %,d %s of '%s' can be looked at (the candidate lacks %,d%s); %s"
            .formatted(
                sample.size(),
                sample.expected(),
                what,
                sample.dataset(),
                sample.candidateMissing(),
                champion,
                need),
        "measure the metric on all %s of the dataset, for candidate and champion alike"
            .formatted(what));
  }

  private static Optional<Obstacle> notNumbers(Sample sample) {
    List<String> faulty = new ArrayList<>();
    int count =
        collect("candidate", sample, sample.candidate(), faulty)
            + collect("champion", sample, sample.champion(), faulty);
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Obstacle(
            ReasonCode.METRIC_NOT_A_NUMBER,
            "%,d values are no finite numbers: %s%s"
                .formatted(count, String.join(", ", faulty), count > faulty.size() ? ", …" : ""),
            "find out why the metric is undefined there, mend it and measure again"));
  }

  private static int collect(String who, Sample sample, double[] values, List<String> faulty) {
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        count++;
        if (faulty.size() < SHOWN) {
          String one = sample.over() == Over.UNITS ? "unit" : "fold";
          faulty.add("%s's %s '%s' is %s".formatted(who, one, sample.keys().get(i), values[i]));
        }
      }
    }
    return count;
  }
}
