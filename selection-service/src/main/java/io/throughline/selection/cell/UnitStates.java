package io.throughline.selection.cell;

import io.throughline.selection.cell.UnitState.Status;
import io.throughline.selection.outcome.Measure;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.OutcomeMetric.Covariate;
import io.throughline.selection.outcome.OutcomeMetric.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What observations make of a unit. */
public final class UnitStates {
  private static final long EVERYBODY = 1;
  private static final long[] NONE = {};

  private UnitStates() {}

  private record Assigned(ObservedExposure exposure, int phase, int arm) {}

  /**
   * The state that follows from everything observed of a unit. It belongs to the arm and the phase
   * of its first exposure within the trial's time; attributes and covariate are those of that
   * exposure. Of exposures at one instant the arm that was declared first counts as first.
   *
   * @param exposures in any order, at least one
   * @param outcomes the latest revision of each that was not taken back, in any order
   */
  public static UnitState of(
      Analysis analysis,
      Collection<ObservedExposure> exposures,
      Collection<ObservedOutcome> outcomes) {
    Assigned first = null;
    boolean several = false;
    for (ObservedExposure exposure : exposures) {
      Optional<Assigned> assigned = assign(analysis, exposure);
      if (assigned.isPresent()) {
        several |= first != null && first.arm != assigned.get().arm;
        first = first == null || isBefore(assigned.get(), first) ? assigned.get() : first;
      }
    }
    if (first == null) {
      long time = exposures.stream().mapToLong(ObservedExposure::time).min().orElseThrow();
      return new UnitState(Status.UNASSIGNED, 0, 0, time, EVERYBODY, 0, NONE);
    }
    Map<String, String> attributes = first.exposure.attributes();
    Status status =
        analysis.plan().excludes(attributes)
            ? Status.EXCLUDED
            : several ? Status.MULTIPLE : Status.ASSIGNED;
    UnitState state =
        new UnitState(
            status,
            first.phase,
            first.arm,
            first.exposure.time(),
            cohorts(analysis, attributes),
            first.exposure.covariate(),
            status == Status.ASSIGNED
                ? new long[analysis.metrics().size() * UnitState.PER_METRIC]
                : NONE);
    for (ObservedOutcome outcome : outcomes) {
      state = plus(analysis, state, outcome, 1);
    }
    return state;
  }

  /**
   * The state with an outcome added or, with a sign of -1, taken away.
   *
   * @throws ArithmeticException where a total leaves the range of a long
   */
  public static UnitState plus(
      Analysis analysis, UnitState state, ObservedOutcome outcome, int sign) {
    if (state.status() != Status.ASSIGNED || !analysis.counts(outcome.kind())) {
      return state;
    }
    long after = outcome.time() - state.firstTime();
    long[] totals = state.totals().clone();
    for (int index : analysis.metricsOf(outcome.kind())) {
      OutcomeMetric metric = analysis.metrics().get(index);
      int at = index * UnitState.PER_METRIC;
      if (metric.numerator().kind().equals(outcome.kind())) {
        if (after >= 0 && after < metric.windowMillis()) {
          boolean counted = add(totals, at, metric, metric.numerator(), outcome, sign);
          if (counted && metric.type() != Type.RATIO) {
            totals[at + 1] += sign;
          }
        } else if (metric.covariate() == Covariate.PRE_PERIOD
            && after < 0
            && after >= -metric.prePeriodMillis()) {
          add(totals, at + 2, metric, metric.numerator(), outcome, sign);
        }
      }
      if (metric.denominator().isPresent()
          && metric.denominator().get().kind().equals(outcome.kind())
          && after >= 0
          && after < metric.windowMillis()) {
        add(totals, at + 1, metric, metric.denominator().get(), outcome, sign);
      }
    }
    return state.with(totals);
  }

  /**
   * Whether another exposure leaves a unit as it is: one that lies after its first, to the same arm
   * or to none that the trial had then.
   *
   * @param state the unit so far; null where it was never exposed
   */
  public static boolean isSettled(Analysis analysis, UnitState state, String arm, long time) {
    if (state == null || state.status() == Status.UNASSIGNED || time <= state.firstTime()) {
      return false;
    }
    int phase = analysis.plan().phaseAt(time);
    return phase < 0
        || analysis
            .plan()
            .arm(phase, arm)
            .map(id -> analysis.arms().indexOf(id) == state.arm())
            .orElse(true);
  }

  private static boolean add(
      long[] totals,
      int at,
      OutcomeMetric metric,
      Measure measure,
      ObservedOutcome outcome,
      int sign) {
    var worth = metric.worth(measure, outcome.micros(), outcome.currency());
    worth.ifPresent(value -> totals[at] = Math.addExact(totals[at], sign * value));
    return worth.isPresent();
  }

  private static Optional<Assigned> assign(Analysis analysis, ObservedExposure exposure) {
    int phase = analysis.plan().phaseAt(exposure.time());
    return phase < 0
        ? Optional.empty()
        : analysis
            .plan()
            .arm(phase, exposure.arm())
            .map(id -> new Assigned(exposure, phase, analysis.arms().indexOf(id)));
  }

  private static boolean isBefore(Assigned one, Assigned other) {
    int times = Long.compare(one.exposure.time(), other.exposure.time());
    int arms = times == 0 ? Integer.compare(one.arm, other.arm) : times;
    return arms == 0 ? one.exposure.arm().compareTo(other.exposure.arm()) < 0 : arms < 0;
  }

  private static long cohorts(Analysis analysis, Map<String, String> attributes) {
    long mask = EVERYBODY;
    for (int i = 0; i < analysis.cohorts().size(); i++) {
      if (analysis.cohorts().get(i).contains(attributes)) {
        mask |= EVERYBODY << (i + 1);
      }
    }
    return mask;
  }
}
