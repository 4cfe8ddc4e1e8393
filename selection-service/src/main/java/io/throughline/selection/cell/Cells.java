package io.throughline.selection.cell;

import io.throughline.selection.cell.UnitState.Status;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.OutcomeMetric.Covariate;
import io.throughline.selection.outcome.OutcomeMetric.Type;
import io.throughline.selection.statistics.sample.LogBins;
import java.util.HashMap;
import java.util.Map;

/** Sums over units by cell, or the change of such sums. */
public final class Cells {
  /** The bins of quantiles: a value is known to one half per cent. */
  public static final LogBins BINS = new LogBins(0.005);

  private final Analysis analysis;
  private final Map<CellKey, CellSums> sums = new HashMap<>();

  /** No unit yet. */
  public Cells(Analysis analysis) {
    this.analysis = analysis;
  }

  /** The sums of the cells that were touched. */
  public Map<CellKey, CellSums> sums() {
    return sums;
  }

  /** Adds a unit. */
  public void add(UnitState unit) {
    add(unit, 1);
  }

  /** Takes a unit away that was added, here or elsewhere. */
  public void remove(UnitState unit) {
    add(unit, -1);
  }

  /** A unit's outcomes have changed, and nothing else of it. */
  public void change(UnitState from, UnitState to) {
    int day = analysis.day(from.firstTime());
    for (int metric = 0; metric < analysis.metrics().size(); metric++) {
      if (differ(from, to, metric)) {
        addMetric(from, metric, day, -1);
        addMetric(to, metric, day, 1);
      }
    }
  }

  private static boolean differ(UnitState from, UnitState to, int metric) {
    int at = metric * UnitState.PER_METRIC;
    for (int i = at; i < at + UnitState.PER_METRIC; i++) {
      if (from.totals()[i] != to.totals()[i]) {
        return true;
      }
    }
    return false;
  }

  private void add(UnitState unit, int sign) {
    int day = analysis.day(unit.firstTime());
    int counting = CellKey.counting(unit.status());
    sum(new CellKey(unit.phase(), unit.arm(), counting, 0, day)).add(0, 0, sign);
    if (unit.status() == Status.ASSIGNED) {
      for (int metric = 0; metric < analysis.metrics().size(); metric++) {
        addMetric(unit, metric, day, sign);
      }
    }
  }

  private void addMetric(UnitState unit, int index, int day, int sign) {
    OutcomeMetric metric = analysis.metrics().get(index);
    int at = index * UnitState.PER_METRIC;
    long count = unit.totals()[at + 1];
    if (metric.type() == Type.QUANTILE && count == 0) {
      return;
    }
    long total = metric.capped(unit.totals()[at]);
    long y = metric.type() == Type.PROPORTION ? (count > 0 ? 1 : 0) : total;
    long x =
        metric.type() == Type.RATIO
            ? count
            : metric.covariate() == Covariate.EXPOSURE ? unit.covariate() : unit.totals()[at + 2];
    for (long left = unit.cohorts(); left != 0; left &= left - 1) {
      int cohort = Long.numberOfTrailingZeros(left);
      CellSums cell = sum(new CellKey(unit.phase(), unit.arm(), index, cohort, day));
      if (metric.type() == Type.QUANTILE) {
        cell.addToBin(BINS.bin(total * metric.numerator().scale()), sign);
      } else {
        cell.add(y, x, sign);
      }
    }
  }

  private CellSums sum(CellKey key) {
    return sums.computeIfAbsent(key, any -> new CellSums());
  }
}
