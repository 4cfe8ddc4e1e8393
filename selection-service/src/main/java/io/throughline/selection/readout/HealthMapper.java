package io.throughline.selection.readout;

import io.throughline.selection.cell.UnitState.Status;
import io.throughline.selection.observation.ObservedTrial;
import io.throughline.selection.observation.ObservedTrial.KindAndCurrency;
import io.throughline.selection.outcome.Measure;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.trial.Phase;
import io.throughline.selection.v1.ArmUnits;
import io.throughline.selection.v1.HealthFault;
import io.throughline.selection.v1.HealthTest;
import io.throughline.selection.v1.TrialHealth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A trial's health as a message. */
final class HealthMapper {
  private HealthMapper() {}

  static TrialHealth message(ObservedTrial trial, Counts counts) {
    Health health = Health.of(trial.plan(), counts);
    TrialHealth.Builder message =
        TrialHealth.newBuilder()
            .setSampleRatio(test(health.sampleRatio()))
            .setSampleRatioSequential(test(health.sequential()))
            .setSampleRatioWithExcluded(test(health.withExcluded()))
            .setMultipleUnits(counts.all(Status.MULTIPLE))
            .setMultipleExposures(share(health.multiple()))
            .setExcludedUnits(counts.all(Status.EXCLUDED))
            .setUnassignedUnits(counts.all(Status.UNASSIGNED))
            .setUnconvertedOutcomes(unconverted(trial));
    units(message, trial, counts);
    trial.lastExposure().ifPresent(at -> message.setLastExposureTime(ReadoutMapper.time(at)));
    trial.lastOutcome().ifPresent(at -> message.setLastOutcomeTime(ReadoutMapper.time(at)));
    if (trial.plan().controlArm().isEmpty()) {
      fault(
          message,
          "CONTROL_MISSING",
          "the control '%s' is none of the trial's arms, so nothing can be compared with it; begin"
                  .formatted(trial.plan().control())
              + " the trial anew under another name, with an arm as its control");
    }
    if (health.sampleRatioMismatch()) {
      fault(
          message,
          "SAMPLE_RATIO_MISMATCH",
          "units fell into the arms in other proportions than they were allocated; find out what"
              + " loses or adds units in one arm before anything is read from the numbers");
    }
    if (health.tooManyMultiple()) {
      fault(
          message,
          "MULTIPLE_EXPOSURES",
          "more than 1 % of the units met several arms; look for what assigns a unit anew");
    }
    return message.build();
  }

  private static void fault(TrialHealth.Builder message, String reason, String text) {
    message.addFaults(HealthFault.newBuilder().setReason(reason).setMessage(text));
  }

  private static void units(TrialHealth.Builder message, ObservedTrial trial, Counts counts) {
    List<String> arms = trial.plan().arms();
    for (int i = 0; i < trial.plan().phases().size(); i++) {
      for (Phase.TrialArm arm : trial.plan().phases().get(i).arms()) {
        int index = arms.indexOf(arm.id());
        message.addUnits(
            ArmUnits.newBuilder()
                .setPhase(i)
                .setArm(arm.id())
                .setWeight(arm.weight())
                .setUnits(counts.units(Status.ASSIGNED)[i][index])
                .setExcludedUnits(counts.units(Status.EXCLUDED)[i][index]));
      }
    }
  }

  /** Outcomes whose kind an amount is made of, in a currency that it has no rate for. */
  private static long unconverted(ObservedTrial trial) {
    Set<KindAndCurrency> found = new HashSet<>();
    for (OutcomeMetric metric : trial.analysis().orElseThrow().metrics()) {
      for (KindAndCurrency outcome : trial.outcomes().keySet()) {
        if (misses(metric, Optional.of(metric.numerator()), outcome)
            || misses(metric, metric.denominator(), outcome)) {
          found.add(outcome);
        }
      }
    }
    return found.stream().mapToLong(trial.outcomes()::get).sum();
  }

  private static boolean misses(
      OutcomeMetric metric, Optional<Measure> measure, KindAndCurrency outcome) {
    return measure.isPresent()
        && measure.get().kind().equals(outcome.kind())
        && metric.worth(measure.get(), 1, outcome.currency()).isEmpty();
  }

  private static HealthTest test(Result<SignificanceTest> test) {
    if (test instanceof Result.NotComputable<SignificanceTest> none) {
      return HealthTest.newBuilder()
          .setReason(none.reason().name())
          .setMessage(none.detail())
          .build();
    }
    SignificanceTest computed = test.orElseThrow();
    return HealthTest.newBuilder()
        .setLogP(computed.p().log())
        .setStatistic(computed.statistic())
        .build();
  }

  private static HealthTest share(Result<Estimate> share) {
    if (share instanceof Result.NotComputable<Estimate> none) {
      return HealthTest.newBuilder()
          .setReason(none.reason().name())
          .setMessage(none.detail())
          .build();
    }
    HealthTest.Builder message = HealthTest.newBuilder().setStatistic(share.orElseThrow().value());
    share.orElseThrow().pValue().map(PValue::log).ifPresent(message::setLogP);
    return message.build();
  }
}
