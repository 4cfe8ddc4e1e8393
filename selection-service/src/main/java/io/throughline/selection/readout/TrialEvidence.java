package io.throughline.selection.readout;

import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.cell.UnitState.Status;
import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.TrialReading;
import io.throughline.selection.evidence.TrialReading.State;
import io.throughline.selection.observation.ObservedTrial;
import io.throughline.selection.outcome.Cohort;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.policy.TrialCheck;
import io.throughline.selection.policy.TrialHealth;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What a trial says for one check: of effects only mature units, and only of healthy data. */
final class TrialEvidence {
  private static final long FRESH_MILLIS = Duration.ofDays(1).toMillis();
  private static final double MATURE_SHARE = 0.5;

  private final ObservedTrial trial;
  private final String treatment;
  private final String control;
  private final long asOf;

  TrialEvidence(ObservedTrial trial, String treatment, String control, long asOf) {
    this.trial = trial;
    this.treatment = treatment;
    this.control = control;
    this.asOf = asOf;
  }

  Evidence of(TrialCheck check) {
    if (trial.analysis().isEmpty()) {
      return obstacle(
          check,
          ReasonCode.TRIAL_MISSING,
          "the numbers of '%s' are still being computed".formatted(trial.plan().name()),
          "ask again in a moment");
    }
    Counts counts = new Counts(trial);
    List<TrialReading.Health> health = health(counts);
    if (!(check.asks() instanceof TrialCheck.Effect asked)) {
      return Evidence.of(check.id(), reading(Optional.empty(), counts, health));
    }
    Optional<TrialReading.Health> bad =
        health.stream()
            .filter(each -> each.what() != TrialHealth.FRESHNESS && each.state() == State.BAD)
            .findFirst();
    return bad.isPresent()
        ? obstacle(
            check,
            ReasonCode.TRIAL_UNHEALTHY,
            bad.get().message(),
            "numbers of a trial whose data are broken say nothing; mend it and begin it anew")
        : effect(check, asked, counts, health);
  }

  private Evidence effect(
      TrialCheck check, TrialCheck.Effect asked, Counts counts, List<TrialReading.Health> health) {
    Analysis analysis = trial.analysis().orElseThrow();
    OptionalInt metric =
        IntStream.range(0, analysis.metrics().size())
            .filter(i -> analysis.metrics().get(i).id().equals(asked.metric()))
            .findFirst();
    OptionalInt cohort =
        asked.cohort().isEmpty() || asked.cohort().equals(Cohort.ALL)
            ? OptionalInt.of(0)
            : IntStream.range(0, analysis.cohorts().size())
                .filter(i -> analysis.cohorts().get(i).id().equals(asked.cohort()))
                .map(i -> i + 1)
                .findFirst();
    if (metric.isEmpty() || cohort.isEmpty()) {
      return obstacle(
          check,
          ReasonCode.METRIC_UNKNOWN,
          "'%s' has no %s"
              .formatted(
                  trial.plan().name(),
                  metric.isEmpty()
                      ? "outcome metric '%s'".formatted(asked.metric())
                      : "cohort '%s'".formatted(asked.cohort())),
          "correct the policy, or define it for the trial's population");
    }
    List<List<CellTotals>> arms = counts.sums(metric.getAsInt(), cohort.getAsInt(), asOf);
    List<String> ids = trial.plan().arms();
    Compared compared =
        ArmComparison.of(
            analysis.metrics().get(metric.getAsInt()),
            arms.get(ids.indexOf(treatment)),
            arms.get(ids.indexOf(control)));
    return Evidence.of(check.id(), reading(Optional.of(compared), counts, health));
  }

  private TrialReading reading(
      Optional<Compared> compared, Counts counts, List<TrialReading.Health> health) {
    Optional<Result<Effect>> absolute = compared.map(Compared::absolute);
    String remark =
        absolute
            .filter(result -> result instanceof Result.NotComputable<Effect>)
            .map(result -> ((Result.NotComputable<Effect>) result).detail())
            .orElse("");
    return new TrialReading(
        trial.plan().name(),
        absolute.flatMap(TrialEvidence::computed),
        compared.map(Compared::relative).flatMap(TrialEvidence::computed),
        trial.plan().plannedUnits(),
        compared.map(Compared::treatmentUnits).orElseGet(() -> units(counts, treatment)),
        compared.map(Compared::controlUnits).orElseGet(() -> units(counts, control)),
        health,
        remark);
  }

  private static Optional<Effect> computed(Result<Effect> result) {
    return result instanceof Result.Computed<Effect> computed
        ? Optional.of(computed.value())
        : Optional.empty();
  }

  private long units(Counts counts, String arm) {
    int index = trial.plan().arms().indexOf(arm);
    long sum = 0;
    for (long[] phase : counts.units(Status.ASSIGNED)) {
      sum += phase[index];
    }
    return sum;
  }

  private List<TrialReading.Health> health(Counts counts) {
    Health health = Health.of(trial.plan(), counts);
    return List.of(
        sampleRatio(health),
        new TrialReading.Health(
            TrialHealth.MULTIPLE_EXPOSURES,
            health.tooManyMultiple()
                ? State.BAD
                : health.multiple().isComputed() ? State.GOOD : State.TOO_EARLY,
            "%,d units met several arms".formatted(counts.all(Status.MULTIPLE))),
        freshness(),
        maturity(counts));
  }

  private static TrialReading.Health sampleRatio(Health health) {
    boolean early =
        health.sampleRatio() instanceof Result.NotComputable<?> none
            && none.reason() != Reason.INCONSISTENT;
    return new TrialReading.Health(
        TrialHealth.SAMPLE_RATIO,
        health.sampleRatioMismatch() ? State.BAD : early ? State.TOO_EARLY : State.GOOD,
        health.sampleRatioMismatch()
            ? "units fell into the arms in other proportions than they were allocated"
            : early
                ? "too few units to hold the arms' sizes against their weights"
                : "the arms' sizes agree with their weights");
  }

  private TrialReading.Health freshness() {
    long last =
        Math.max(
            trial.lastExposure().orElse(Long.MIN_VALUE),
            trial.lastOutcome().orElse(Long.MIN_VALUE));
    long until = Math.min(asOf, trial.plan().end().orElse(Long.MAX_VALUE));
    State state =
        last == Long.MIN_VALUE
            ? State.TOO_EARLY
            : until - last > FRESH_MILLIS ? State.BAD : State.GOOD;
    return new TrialReading.Health(
        TrialHealth.FRESHNESS,
        state,
        state == State.TOO_EARLY
            ? "nothing was observed yet"
            : "the latest observation took place %,d s before"
                .formatted(Math.max(0, until - last) / 1000));
  }

  private TrialReading.Health maturity(Counts counts) {
    Analysis analysis = trial.analysis().orElseThrow();
    long all = counts.all(Status.ASSIGNED);
    long wait =
        analysis.metrics().stream().mapToLong(OutcomeMetric::maturityMillis).max().orElse(0);
    long mature = counts.assigned(day -> analysis.endOfDay(day) + wait <= asOf);
    return new TrialReading.Health(
        TrialHealth.MATURITY,
        all > 0 && mature >= MATURE_SHARE * all ? State.GOOD : State.TOO_EARLY,
        "%,d of %,d units have the longest window of outcomes behind them".formatted(mature, all));
  }

  private static Evidence obstacle(
      TrialCheck check, ReasonCode code, String message, String nextStep) {
    return Evidence.of(check.id(), new Obstacle(code, message, nextStep));
  }
}
