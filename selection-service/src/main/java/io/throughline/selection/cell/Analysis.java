package io.throughline.selection.cell;

import io.throughline.selection.outcome.Cohort;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.trial.TrialPlan;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is computed of a trial's units: the trial and the definitions as they stood when the
 * computation began. Anything that changes in them makes another analysis.
 */
public final class Analysis {
  private final TrialPlan plan;
  private final List<OutcomeMetric> metrics;
  private final List<Cohort> cohorts;
  private final ZoneId zone;
  private final List<String> arms;
  private final Map<String, List<Integer>> metricsOfKind = new HashMap<>();

  /**
   * An analysis.
   *
   * @param cohorts the cohorts beside {@link Cohort#ALL}, at most 62
   * @param zone the zone of the population's business days
   */
  public Analysis(TrialPlan plan, List<OutcomeMetric> metrics, List<Cohort> cohorts, ZoneId zone) {
    this.plan = plan;
    this.metrics = List.copyOf(metrics);
    this.cohorts = List.copyOf(cohorts);
    this.zone = zone;
    this.arms = plan.arms();
    for (int i = 0; i < metrics.size(); i++) {
      int index = i;
      OutcomeMetric metric = metrics.get(i);
      List<String> kinds = new ArrayList<>(List.of(metric.numerator().kind()));
      metric.denominator().ifPresent(measure -> kinds.add(measure.kind()));
      kinds.stream()
          .distinct()
          .forEach(
              kind -> metricsOfKind.computeIfAbsent(kind, any -> new ArrayList<>()).add(index));
    }
  }

  /** The same definitions for the trial as it once stood. */
  public Analysis of(TrialPlan other) {
    return new Analysis(other, metrics, cohorts, zone);
  }

  public TrialPlan plan() {
    return plan;
  }

  public List<OutcomeMetric> metrics() {
    return metrics;
  }

  /** The cohorts; the one at index i is bit i + 1 of a unit's mask, bit 0 is everybody. */
  public List<Cohort> cohorts() {
    return cohorts;
  }

  /** The ids of all arms; a unit's arm is an index into them. */
  public List<String> arms() {
    return arms;
  }

  /** The business day of a time, as a count since 1970-01-01. */
  public int day(long time) {
    return (int) Instant.ofEpochMilli(time).atZone(zone).toLocalDate().toEpochDay();
  }

  /** The first instant after a business day, in milliseconds. */
  public long endOfDay(int day) {
    return java.time.LocalDate.ofEpochDay(day + 1L).atStartOfDay(zone).toInstant().toEpochMilli();
  }

  /** The indexes of the metrics that outcomes of a kind go into. */
  List<Integer> metricsOf(String kind) {
    return metricsOfKind.getOrDefault(kind, List.of());
  }

  /** Whether outcomes of a kind go into any metric. */
  public boolean counts(String kind) {
    return metricsOfKind.containsKey(kind);
  }
}
