package io.throughline.selection.readout;

import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.observation.ObservedTrial;
import io.throughline.selection.outcome.Cohort;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.v1.Comparison;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.MetricReadout;
import io.throughline.selection.v1.Readout;
import java.util.ArrayList;
import java.util.List;

/** Makes a readout from what was observed of a trial. */
final class Readouts {
  private static final double USUAL_LEVEL = 0.95;
  private static final double LEAST_LEVEL = 0.5;

  private final ObservedTrial trial;
  private final GetReadoutRequest request;
  private final long asOf;
  private final ReadoutMapper mapper;

  private Readouts(ObservedTrial trial, GetReadoutRequest request, long asOf) {
    this.trial = trial;
    this.request = request;
    this.asOf = asOf;
    this.mapper = new ReadoutMapper(level(request), trial.plan().plannedUnits());
  }

  private static double level(GetReadoutRequest request) {
    return request.getConfidenceLevel() == 0
        ? USUAL_LEVEL
        : Math.max(LEAST_LEVEL, request.getConfidenceLevel());
  }

  /**
   * The readout.
   *
   * @param asOf the instant that tells mature units from provisional ones, in milliseconds
   */
  static Readout of(ObservedTrial trial, GetReadoutRequest request, long asOf) {
    Readout.Builder readout =
        Readout.newBuilder()
            .setTrial(ReadoutMapper.trial(trial.plan()))
            .setPosition(trial.position())
            .setAsOfTime(ReadoutMapper.time(asOf));
    trial.builtShare().ifPresent(share -> readout.setBackfilling(true).setBackfilledShare(share));
    if (trial.analysis().isPresent()) {
      Counts counts = new Counts(trial);
      readout.setHealth(HealthMapper.message(trial, counts));
      new Readouts(trial, request, asOf).metrics(counts).forEach(readout::addMetrics);
    }
    return readout.build();
  }

  private List<MetricReadout> metrics(Counts counts) {
    Analysis analysis = trial.analysis().orElseThrow();
    List<MetricReadout> all = new ArrayList<>();
    for (int metric = 0; metric < analysis.metrics().size(); metric++) {
      if (asked(request.getOutcomeMetricsList(), analysis.metrics().get(metric).id())) {
        for (int cohort = 0; cohort <= analysis.cohorts().size(); cohort++) {
          String id = cohort == 0 ? Cohort.ALL : analysis.cohorts().get(cohort - 1).id();
          if (asked(request.getCohortsList(), id)) {
            all.add(metric(analysis.metrics().get(metric), metric, id, cohort, counts));
          }
        }
      }
    }
    return all;
  }

  private static boolean asked(List<String> wanted, String id) {
    return wanted.isEmpty() || wanted.contains(id);
  }

  private MetricReadout metric(
      OutcomeMetric metric, int index, String cohortId, int cohort, Counts counts) {
    return MetricReadout.newBuilder()
        .setOutcomeMetric(metric.id())
        .setVersion(trial.versions().getOrDefault(metric.id(), 0L))
        .setCohort(cohortId)
        .setType(metric.type().word())
        .setDirection(metric.direction().word())
        .setUnit(metric.unit())
        .addAllMature(comparisons(metric, counts.sums(index, cohort, asOf)))
        .addAllProvisional(comparisons(metric, counts.sums(index, cohort, Long.MAX_VALUE)))
        .build();
  }

  private List<Comparison> comparisons(OutcomeMetric metric, List<List<CellTotals>> arms) {
    List<String> ids = trial.plan().arms();
    int control = ids.indexOf(trial.plan().control());
    List<Comparison> all = new ArrayList<>();
    for (int arm = 0; control >= 0 && arm < ids.size(); arm++) {
      if (arm != control) {
        all.add(
            mapper.comparison(
                ids.get(arm), metric, ArmComparison.of(metric, arms.get(arm), arms.get(control))));
      }
    }
    return all;
  }
}
