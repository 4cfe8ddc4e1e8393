package io.throughline.selection.trial;

import io.throughline.event.v1.Arm;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.TrialDeclared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes a trial from its events. */
public final class TrialEvents {
  private static final long PLANNED_UNITS = 5000;

  private TrialEvents() {}

  /**
   * An event of a trial.
   *
   * @param time its valid time, in milliseconds since 1970-01-01 UTC
   * @param event what happened
   */
  public record Timed(long time, Event event) {}

  /** The name of the trial that an event is about; empty where it is about none. */
  public static Optional<String> trial(Event event) {
    return switch (event.getKindCase()) {
      case TRIAL_DECLARED -> Optional.of(event.getTrialDeclared().getName());
      case TRIAL_ALLOCATION_CHANGED -> Optional.of(event.getTrialAllocationChanged().getTrial());
      case TRIAL_STOPPED -> Optional.of(event.getTrialStopped().getTrial());
      default -> Optional.empty();
    };
  }

  /**
   * The trial; empty while it is not declared. The first declaration and the first stop stand; of
   * two changes at one time the later one in the journal.
   *
   * @param events the events of one trial in the journal's order
   */
  public static Optional<TrialPlan> plan(List<Timed> events) {
    Optional<Timed> first = events.stream().filter(e -> e.event().hasTrialDeclared()).findFirst();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    TrialDeclared declared = first.get().event().getTrialDeclared();
    List<Phase> phases = new ArrayList<>();
    phases.add(phase(first.get().time(), declared.getArmsList()));
    OptionalLong end = OptionalLong.empty();
    for (Timed event : events) {
      if (event.event().hasTrialAllocationChanged()) {
        phases.removeIf(phase -> phase.start() == event.time());
        phases.add(phase(event.time(), event.event().getTrialAllocationChanged().getArmsList()));
      } else if (event.event().hasTrialStopped() && end.isEmpty()) {
        end = OptionalLong.of(event.time());
      }
    }
    phases.sort(Comparator.comparingLong(Phase::start));
    return Optional.of(
        new TrialPlan(
            declared.getName(),
            declared.getDisplayName(),
            declared.getPopulation(),
            declared.getControl(),
            declared.getPlannedUnits() == 0 ? PLANNED_UNITS : declared.getPlannedUnits(),
            declared.getOutcomeMetricsList(),
            declared.getExclusionsList().stream()
                .map(exclusion -> Map.entry(exclusion.getAttribute(), exclusion.getValue()))
                .toList(),
            phases,
            end));
  }

  private static Phase phase(long start, List<Arm> arms) {
    return new Phase(
        start,
        arms.stream()
            .map(arm -> new Phase.TrialArm(arm.getId(), arm.getDeployment(), arm.getWeight()))
            .toList());
  }
}
