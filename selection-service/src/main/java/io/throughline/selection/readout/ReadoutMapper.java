package io.throughline.selection.readout;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.policy.Direction;
import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.bayes.GaussianBayes;
import io.throughline.selection.statistics.bayes.Posterior;
import io.throughline.selection.statistics.comparison.ArmMean;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.comparison.TwoProportions;
import io.throughline.selection.statistics.health.Power;
import io.throughline.selection.statistics.sequential.AsymptoticConfidenceSequence;
import io.throughline.selection.statistics.synthesis.Stratum;
import io.throughline.selection.trial.Phase;
import io.throughline.selection.trial.TrialPlan;
import io.throughline.selection.v1.ArmValue;
import io.throughline.selection.v1.Comparison;
import io.throughline.selection.v1.ConfidenceInterval;
import io.throughline.selection.v1.EffectReadout;
import io.throughline.selection.v1.Trial;
import io.throughline.selection.v1.TrialArm;
import io.throughline.selection.v1.TrialPhase;

/** Effects at a level, and trials, as messages. */
final class ReadoutMapper {
  private static final double WANTED_POWER = 0.8;

  private final double level;
  private final long plannedUnits;

  /**
   * A mapper.
   *
   * @param level of all intervals
   * @param plannedUnits for which the always-valid intervals are tuned, in all arms together
   */
  ReadoutMapper(double level, long plannedUnits) {
    this.level = level;
    this.plannedUnits = plannedUnits;
  }

  static Trial trial(TrialPlan plan) {
    Trial.Builder trial =
        Trial.newBuilder()
            .setName(plan.name())
            .setDisplayName(plan.displayName())
            .setPopulation(plan.population())
            .setControl(plan.control())
            .setPlannedUnits(plan.plannedUnits());
    for (Phase phase : plan.phases()) {
      TrialPhase.Builder message = TrialPhase.newBuilder().setStartTime(time(phase.start()));
      phase
          .arms()
          .forEach(
              arm ->
                  message.addArms(
                      TrialArm.newBuilder()
                          .setId(arm.id())
                          .setDeployment(arm.deployment())
                          .setWeight(arm.weight())));
      trial.addPhases(message);
    }
    plan.end().ifPresent(end -> trial.setEndTime(time(end)));
    return trial.build();
  }

  static Timestamp time(long millis) {
    return Timestamps.fromMillis(millis);
  }

  Comparison comparison(String arm, OutcomeMetric metric, Compared compared) {
    Comparison.Builder message =
        Comparison.newBuilder()
            .setArm(arm)
            .setTreatment(value(compared.treatmentUnits(), compared.treatment()))
            .setControl(value(compared.controlUnits(), compared.control()));
    Result<Estimate> fixed = compared.absolute().flatMap(effect -> fixed(effect, compared));
    if (fixed instanceof Result.NotComputable<Estimate> none) {
      return message.setReason(none.reason().name()).setMessage(none.detail()).build();
    }
    Effect absolute = compared.absolute().orElseThrow();
    message.setAbsolute(effect(absolute, fixed.orElseThrow(), compared.unadjusted()));
    Result<Estimate> relative = compared.relative().flatMap(effect -> effect.fixedHorizon(level));
    if (relative instanceof Result.NotComputable<Estimate> none) {
      message.setRelativeReason(none.reason().name());
    } else {
      message.setRelative(
          effect(compared.relative().orElseThrow(), relative.orElseThrow(), compared.unadjusted()));
    }
    belief(message, metric, absolute);
    power(message, metric, absolute, compared);
    return message.build();
  }

  private static ArmValue value(long units, Result<ArmMean> mean) {
    ArmValue.Builder message = ArmValue.newBuilder().setUnits(units);
    if (mean instanceof Result.Computed<ArmMean> computed) {
      message.setValue(computed.value().value());
      message.setStandardError(computed.value().standardError());
    }
    return message.build();
  }

  /** For one look; for a proportion with small counts by a method that they allow. */
  private Result<Estimate> fixed(Effect effect, Compared compared) {
    if (compared.counts().isPresent()) {
      Stratum counts = compared.counts().get();
      if (TwoProportions.smallestCount(counts.treatment(), counts.control())
          < TwoProportions.MIN_COUNT_FOR_NORMAL) {
        return TwoProportions.difference(counts.treatment(), counts.control(), level);
      }
    }
    return effect.fixedHorizon(level);
  }

  private EffectReadout effect(Effect effect, Estimate fixed, boolean unadjusted) {
    EffectReadout.Builder message =
        EffectReadout.newBuilder()
            .setValue(effect.value())
            .setStandardError(effect.standardError())
            .setMethod(fixed.method().name())
            .setFixed(interval(fixed));
    if (AsymptoticConfidenceSequence.estimate(effect, level, plannedUnits)
        instanceof Result.Computed<Estimate> always) {
      message.setAlwaysValid(interval(always.value()));
    }
    if (unadjusted) {
      message.addCaveats(Caveat.UNADJUSTED.name());
    }
    fixed.caveats().stream().map(Enum::name).sorted().forEach(message::addCaveats);
    return message.build();
  }

  private static ConfidenceInterval interval(Estimate estimate) {
    ConfidenceInterval.Builder message =
        ConfidenceInterval.newBuilder()
            .setLower(estimate.interval().lower())
            .setUpper(estimate.interval().upper())
            .setLevel(estimate.interval().level());
    estimate.pValue().ifPresent(p -> message.setLogP(p.log()));
    return message.build();
  }

  private void belief(Comparison.Builder message, OutcomeMetric metric, Effect absolute) {
    if (GaussianBayes.flat(absolute, level) instanceof Result.Computed<Posterior> computed) {
      Posterior posterior = computed.value();
      boolean up = metric.direction() == Direction.INCREASE;
      message.setChanceBetter(up ? posterior.chanceBetter() : 1 - posterior.chanceBetter());
      message.setExpectedLoss(up ? posterior.lossOfTreatment() : posterior.lossOfControl());
    }
  }

  private void power(
      Comparison.Builder message, OutcomeMetric metric, Effect absolute, Compared compared) {
    if (metric.smallestEffect().isEmpty() || !(absolute.standardError() > 0)) {
      return;
    }
    double size = metric.smallestEffect().get().size();
    double base = Math.abs(compared.control().orElseThrow().value());
    double difference = metric.smallestEffect().get().relative() ? size * base : size;
    if (difference > 0) {
      Power power = new Power(1 - level, 2, WANTED_POWER);
      double variance = absolute.standardError() * absolute.standardError();
      message.setPower(power.achieved(1, difference, variance, 0));
      if (power.unitsStillNeeded(absolute.standardError(), absolute.n(), difference)
          instanceof Result.Computed<Long> needed) {
        message.setUnitsNeeded(needed.value());
      }
    }
  }
}
