package io.throughline.selection.readout;

import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.CellKey;
import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.cell.UnitState.Status;
import io.throughline.selection.observation.ObservedTrial;
import io.throughline.selection.outcome.OutcomeMetric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** The sums of a trial by phase and arm, over the days that are asked for. */
final class Counts {
  private final Analysis analysis;
  private final ObservedTrial trial;
  private final int phases;
  private final Map<Status, long[][]> units = new HashMap<>();

  Counts(ObservedTrial trial) {
    this.trial = trial;
    this.analysis = trial.analysis().orElseThrow();
    this.phases = trial.plan().phases().size();
    for (Status status : Status.values()) {
      units.put(status, new long[phases][trial.plan().arms().size()]);
    }
    trial
        .cells()
        .forEach(
            (key, totals) -> {
              for (Status status : Status.values()) {
                if (key.metric() == CellKey.counting(status)) {
                  units.get(status)[key.phase()][key.arm()] += totals.n();
                }
              }
            });
  }

  /** Units of a status by phase and arm. */
  long[][] units(Status status) {
    return units.get(status);
  }

  /** All units of a status. */
  long all(Status status) {
    long sum = 0;
    for (long[] phase : units.get(status)) {
      for (long count : phase) {
        sum += count;
      }
    }
    return sum;
  }

  /** Assigned units whose first exposure lies on a business day that is asked for. */
  long assigned(IntPredicate days) {
    return trial.cells().entrySet().stream()
        .filter(cell -> cell.getKey().metric() == CellKey.counting(Status.ASSIGNED))
        .filter(cell -> days.test(cell.getKey().day()))
        .mapToLong(cell -> cell.getValue().n())
        .sum();
  }

  /**
   * The sums of a metric in a cohort, for each arm a list by phase.
   *
   * @param metric the index of the metric
   * @param cohort the bit of the cohort
   * @param closedBy only units whose window has closed by this instant; {@link Long#MAX_VALUE}: all
   */
  List<List<CellTotals>> sums(int metric, int cohort, long closedBy) {
    List<List<CellTotals>> arms = new ArrayList<>();
    for (int arm = 0; arm < trial.plan().arms().size(); arm++) {
      arms.add(new ArrayList<>(Collections.nCopies(phases, CellTotals.NONE)));
    }
    OutcomeMetric of = analysis.metrics().get(metric);
    trial
        .cells()
        .forEach(
            (key, totals) -> {
              if (key.metric() == metric
                  && key.cohort() == cohort
                  && (closedBy == Long.MAX_VALUE
                      || analysis.endOfDay(key.day()) + of.maturityMillis() <= closedBy)) {
                List<CellTotals> phase = arms.get(key.arm());
                phase.set(key.phase(), phase.get(key.phase()).plus(totals));
              }
            });
    return arms;
  }
}
