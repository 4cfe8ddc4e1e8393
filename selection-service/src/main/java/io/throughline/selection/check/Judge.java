package io.throughline.selection.check;

import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.Check;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.Optional;
import java.util.OptionalDouble;

/** Judges one check on its evidence. */
public final class Judge {
  private final double level;
  private final long seed;

  /**
   * @param level the confidence level of every interval
   * @param seed the seed of everything random
   */
  public Judge(double level, long seed) {
    this.level = level;
    this.seed = seed;
  }

  /** What the check finds. Never a PASS without an interval beyond its bound. */
  public Finding judge(Check check, Evidence evidence) {
    if (evidence.obstacle().isPresent()) {
      return obstructed(check, evidence.obstacle().get(), evidence.sample());
    }
    Sample sample = evidence.sample().orElseThrow();
    Optional<Obstacle> unfit =
        Fitness.obstacle(check, sample).or(() -> Contrast.obstacle(check, sample));
    return unfit.isPresent()
        ? obstructed(check, unfit.get(), evidence.sample())
        : held(check, sample, Contrast.of(check, sample));
  }

  private Finding held(Check check, Sample sample, Contrast contrast) {
    Intervals.Computed computed =
        Intervals.of(
            sample, contrast.left(), contrast.right(), check.rule().compares(), level, seed);
    if (computed.result() instanceof Result.NotComputable<Estimate> none) {
      return obstructed(check, obstacle(none), Optional.of(sample));
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
    Verdict verdict = bound.hold(measure.interval());
    return new Finding(
        check.id(),
        check.metric(),
        sample.dataset(),
        sample.untouched(),
        Words.rule(check),
        verdict,
        Optional.of(measure),
        sample.size(),
        OptionalDouble.of(bound.value()),
        verdict == Verdict.INCONCLUSIVE
            ? ReasonCode.INTERVAL_HOLDS_MARGIN
            : ReasonCode.INTERVAL_BEYOND_MARGIN,
        Words.interval(measure, bound) + incomplete(sample),
        NextStep.of(verdict, measure, bound, sample.over(), sample.size()));
  }

  private static String incomplete(Sample sample) {
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

  private static Obstacle obstacle(Result.NotComputable<Estimate> none) {
    return new Obstacle(
        none.reason() == Reason.ZERO_VARIANCE
            ? ReasonCode.ZERO_VARIANCE
            : ReasonCode.NOT_COMPUTABLE,
        "no interval can be computed: " + none.detail(),
        "look at the values; a check needs values that vary");
  }

  private Finding obstructed(Check check, Obstacle obstacle, Optional<Sample> sample) {
    boolean skipped = obstacle.code() == ReasonCode.SKIPPED_NO_CHAMPION;
    return new Finding(
        check.id(),
        check.metric(),
        sample.map(Sample::dataset).orElse(""),
        sample.map(Sample::untouched).orElse(false),
        Words.rule(check),
        skipped ? Verdict.INCONCLUSIVE : Verdict.ERROR,
        Optional.empty(),
        sample.map(Sample::size).orElse(0),
        OptionalDouble.empty(),
        obstacle.code(),
        obstacle.message(),
        obstacle.nextStep());
  }
}
