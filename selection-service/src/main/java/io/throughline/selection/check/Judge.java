package io.throughline.selection.check;

import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.evidence.Fact;
import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.FactCheck;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.TrialCheck;
import io.throughline.selection.policy.WhenMissing;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;

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

  /**
   * What the check finds. Never a PASS without an interval beyond its bound or a fact that holds;
   * evidence of another kind than the check's is an ERROR.
   */
  public Finding judge(Check check, Evidence evidence) {
    if (evidence.obstacle().isPresent()) {
      return obstructed(check, evidence.obstacle().get());
    }
    if (check instanceof MetricCheck metric && evidence.sample().isPresent()) {
      return metric(metric, evidence.sample().get());
    }
    if (check instanceof FactCheck && evidence.fact().isPresent()) {
      return fact(check, evidence.fact().get());
    }
    if (check instanceof TrialCheck trial && evidence.trial().isPresent()) {
      return new TrialJudge(level).judge(trial, evidence.trial().get());
    }
    return obstructed(
        check,
        new Obstacle(
            ReasonCode.EVIDENCE_NOT_KEPT,
            "there is no evidence of the kind that the check looks at",
            "evaluate the candidate anew"));
  }

  private Finding metric(MetricCheck check, Sample sample) {
    Obstacle unfit =
        Fitness.obstacle(check, sample).or(() -> Contrast.obstacle(check, sample)).orElse(null);
    if (unfit != null) {
      return obstructed(check, unfit).on(sample);
    }
    Contrast contrast = Contrast.of(check, sample);
    return check.slices().isPresent()
        ? new SliceJudge(level).judge(check, sample, contrast)
        : new MetricJudge(level, seed).judge(check, sample, contrast);
  }

  private static Finding fact(Check check, Fact fact) {
    return Finding.of(
        check,
        fact.holds() ? Verdict.PASS : Verdict.FAIL,
        fact.holds() ? ReasonCode.FACT_HOLDS : ReasonCode.FACT_DOES_NOT_HOLD,
        fact.message(),
        fact.holds() ? "" : fact.nextStep());
  }

  static Obstacle obstacle(Result.NotComputable<?> none) {
    return new Obstacle(
        none.reason() == Reason.ZERO_VARIANCE
            ? ReasonCode.ZERO_VARIANCE
            : ReasonCode.NOT_COMPUTABLE,
        "no interval can be computed: " + none.detail(),
        "look at the values; a check needs values that vary");
  }

  static Finding obstructed(Check check, Obstacle obstacle) {
    boolean skipped = obstacle.code() == ReasonCode.SKIPPED_NO_CHAMPION;
    boolean waits = check.whenMissing() == WhenMissing.INCONCLUSIVE && obstacle.code().missing();
    return Finding.of(
        check,
        skipped || waits ? Verdict.INCONCLUSIVE : Verdict.ERROR,
        obstacle.code(),
        obstacle.message(),
        obstacle.nextStep());
  }
}
