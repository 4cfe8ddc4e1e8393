package io.throughline.selection.trial;

import io.throughline.selection.trial.Phase.TrialArm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A trial, with all that has changed in it.
 *
 * @param name its name
 * @param displayName for people
 * @param population whose units are randomised
 * @param control the id of the arm that the others are compared with
 * @param plannedUnits how many units are planned in all arms together
 * @param metrics the ids of the outcome metrics that measure it; empty: all of the population
 * @param exclusions which values of which attributes leave a unit out
 * @param phases its allocation phases by rising start, at least one
 * @param end when it ended; absent while it goes on
 */
public record TrialPlan(
    String name,
    String displayName,
    String population,
    String control,
    long plannedUnits,
    List<String> metrics,
    List<Map.Entry<String, String>> exclusions,
    List<Phase> phases,
    OptionalLong end) {

  /** Copies the lists. */
  public TrialPlan {
    metrics = List.copyOf(metrics);
    exclusions = List.copyOf(exclusions);
    phases = List.copyOf(phases);
  }

  /** The ids of all arms of all phases, in the order in which they first appear. */
  public List<String> arms() {
    List<String> ids = new ArrayList<>();
    for (Phase phase : phases) {
      for (TrialArm arm : phase.arms()) {
        if (!ids.contains(arm.id())) {
          ids.add(arm.id());
        }
      }
    }
    return ids;
  }

  /** The control; absent where it is none of the arms, so that nothing can be compared with it. */
  public Optional<String> controlArm() {
    return Optional.of(control).filter(arms()::contains);
  }

  /** The deployments of all arms of all phases. */
  public List<String> deployments() {
    return phases.stream()
        .flatMap(phase -> phase.arms().stream())
        .map(TrialArm::deployment)
        .filter(deployment -> !deployment.isEmpty())
        .distinct()
        .toList();
  }

  /** The index of the phase at a time; -1 before the first one and from the end on. */
  public int phaseAt(long time) {
    if (end.isPresent() && time >= end.getAsLong()) {
      return -1;
    }
    int found = -1;
    for (int i = 0; i < phases.size() && phases.get(i).start() <= time; i++) {
      found = i;
    }
    return found;
  }

  /**
   * The id of the arm that an exposure in a phase names, by its id or by its deployment.
   *
   * @param named an arm's id, or the name of a deployment
   */
  public Optional<String> arm(int phase, String named) {
    boolean byDeployment = named.indexOf('/') >= 0;
    return phases.get(phase).arms().stream()
        .filter(arm -> (byDeployment ? arm.deployment() : arm.id()).equals(named))
        .map(TrialArm::id)
        .findFirst();
  }

  /** Whether a unit with these attributes is left out. */
  public boolean excludes(Map<String, String> attributes) {
    return exclusions.stream()
        .anyMatch(exclusion -> exclusion.getValue().equals(attributes.get(exclusion.getKey())));
  }
}
