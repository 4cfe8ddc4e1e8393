package io.throughline.selection.check;

import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.TrialReading;
import io.throughline.selection.policy.Rule;
import io.throughline.selection.policy.TrialCheck;
import io.throughline.selection.policy.TrialHealth;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.sequential.AsymptoticConfidenceSequence;
import java.util.List;
import java.util.Optional;

/**
 * Judges a trial's reading. The interval is the always-valid one where the trial's number of units
 * was planned, so that it may be asked again and again.
 */
final class TrialJudge {
  private final double level;

  TrialJudge(double level) {
    this.level = level;
  }

  Finding judge(TrialCheck check, TrialReading reading) {
    Finding finding =
        check.asks() instanceof TrialCheck.Effect effect
            ? effect(check, effect, reading)
            : health(check, ((TrialCheck.Health) check.asks()).health(), reading);
    return finding.on(reading.trial(), true, reading.candidateUnits() + reading.championUnits());
  }

  private static Finding health(TrialCheck check, TrialHealth what, TrialReading reading) {
    Optional<TrialReading.Health> found =
        reading.health().stream().filter(health -> health.what() == what).findFirst();
    if (found.isEmpty()) {
      return missing(check, reading, "the readout says nothing of its " + what.word());
    }
    String message = found.get().message();
    return switch (found.get().state()) {
      case GOOD -> Finding.of(check, Verdict.PASS, ReasonCode.TRIAL_HEALTHY, message, "");
      case BAD ->
          Finding.of(
              check,
              Verdict.FAIL,
              ReasonCode.TRIAL_UNHEALTHY,
              message,
              "find out how units came into the arms, and begin the trial anew where they were"
                  + " not allocated as meant");
      case TOO_EARLY ->
          Finding.of(
              check, Verdict.INCONCLUSIVE, ReasonCode.TOO_EARLY, message, "wait for more units");
    };
  }

  private Finding effect(TrialCheck check, TrialCheck.Effect asked, TrialReading reading) {
    long fewest = Math.min(reading.candidateUnits(), reading.championUnits());
    if (fewest < check.minimumCount()) {
      return tooFew(check, reading);
    }
    Rule.Change rule = asked.rule();
    Optional<Effect> effect = rule.margin().relative() ? reading.relative() : reading.absolute();
    if (effect.isEmpty()) {
      return missing(
          check,
          reading,
          "the effect on '%s' cannot be computed: %s".formatted(asked.metric(), reading.remark()));
    }
    Result<Estimate> result =
        reading.plannedUnits() > 0
            ? AsymptoticConfidenceSequence.estimate(effect.get(), level, reading.plannedUnits())
            : effect.get().fixedHorizon(level);
    if (result instanceof Result.NotComputable<Estimate> none) {
      return Judge.obstructed(check, Judge.obstacle(none));
    }
    return held(check, reading, rule, result.orElseThrow());
  }

  private static Finding held(
      TrialCheck check, TrialReading reading, Rule.Change rule, Estimate estimate) {
    Bound bound = Bound.of(rule, rule.margin().size());
    String scale = rule.margin().relative() ? "relative to the champion's arm, " : "";
    Finding.Measure measure =
        new Finding.Measure(
            estimate.value(),
            estimate.interval(),
            scale
                + (reading.plannedUnits() > 0
                    ? "always-valid interval (asymptotic confidence sequence, %,d units planned)"
                        .formatted(reading.plannedUnits())
                    : "interval for one look at a planned time"));
    Conclusion conclusion = Conclusion.of(check.role(), bound, measure.interval());
    return Finding.of(
            check,
            conclusion.verdict(),
            conclusion.reason(),
            Words.interval(measure, bound),
            NextStep.ofTrial(
                conclusion.verdict(),
                measure,
                bound,
                reading.candidateUnits() + reading.championUnits()))
        .measured(measure, bound.value(), List.of());
  }

  private static Finding tooFew(TrialCheck check, TrialReading reading) {
    return Judge.obstructed(
        check,
        new Obstacle(
            ReasonCode.UNITS_MISSING,
            "the candidate's arm has %,d units whose window is over, the champion's %,d; each needs"
                    .formatted(reading.candidateUnits(), reading.championUnits())
                + " %,d".formatted(check.minimumCount()),
            "wait: a trial without traffic says nothing, neither good nor bad"));
  }

  private static Finding missing(TrialCheck check, TrialReading reading, String message) {
    return Judge.obstructed(
        check,
        new Obstacle(
            ReasonCode.NOT_COMPUTABLE,
            message,
            "look at the readout of '%s'".formatted(reading.trial())));
  }
}
