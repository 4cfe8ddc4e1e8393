package io.throughline.selection.readout;

import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.OutcomeMetric.Covariate;
import io.throughline.selection.outcome.OutcomeMetric.Type;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.ArmMean;
import io.throughline.selection.statistics.comparison.Cuped;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.sample.JointMoments;
import io.throughline.selection.statistics.synthesis.Stratum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares an arm with the control within each allocation phase, and weights the phases by their
 * units (post-stratification of Miratrix, Sekhon and Yu 2013, JRSS B 75), so that weights which
 * changed mid-way do not mix time with treatment. A phase in which an arm has too few units to tell
 * is left out.
 */
final class ArmComparison {
  private final OutcomeMetric metric;
  private final List<Pair> phases;

  /** Both arms in a phase. */
  private record Pair(CellTotals treatment, CellTotals control) {}

  /** Both arms' values in a phase, with the units behind them. */
  private record Values(ArmMean treatment, ArmMean control, long units) {}

  private ArmComparison(OutcomeMetric metric, List<Pair> phases) {
    this.metric = metric;
    this.phases = phases;
  }

  /**
   * Compares.
   *
   * @param treatment the arm's sums in each phase
   * @param control the control's sums in the same phases
   */
  static Compared of(OutcomeMetric metric, List<CellTotals> treatment, List<CellTotals> control) {
    List<Pair> phases = new ArrayList<>();
    for (int i = 0; i < treatment.size(); i++) {
      if (ArmNumbers.units(metric, treatment.get(i)) > 0
          && ArmNumbers.units(metric, control.get(i)) > 0) {
        phases.add(new Pair(treatment.get(i), control.get(i)));
      }
    }
    long treated = treatment.stream().mapToLong(each -> ArmNumbers.units(metric, each)).sum();
    long others = control.stream().mapToLong(each -> ArmNumbers.units(metric, each)).sum();
    return new ArmComparison(metric, phases).compare(treated, others);
  }

  private Compared compare(long treatmentUnits, long controlUnits) {
    boolean wanted = metric.covariate() != Covariate.NONE;
    Optional<Double> theta = wanted ? theta() : Optional.empty();
    Result<List<Values>> values = values(theta);
    Result<ArmMean> treatment =
        values.map(all -> together(all, all.stream().map(Values::treatment).toList()));
    Result<ArmMean> control =
        values.map(all -> together(all, all.stream().map(Values::control).toList()));
    Method method =
        phases.size() > 1
            ? Method.SIZE_WEIGHTED_DIFFERENCE
            : ArmNumbers.method(metric, theta.isPresent());
    return new Compared(
        treatmentUnits,
        controlUnits,
        treatment,
        control,
        treatment.flatMap(t -> control.map(c -> Effect.absolute(t, c, method))),
        treatment.flatMap(t -> control.flatMap(c -> Effect.relative(t, c, method))),
        counts(theta),
        wanted && theta.isEmpty());
  }

  private Optional<Stratum> counts(Optional<Double> theta) {
    return metric.type() == Type.PROPORTION && theta.isEmpty() && phases.size() == 1
        ? Optional.of(
            new Stratum(
                ArmNumbers.proportion(phases.get(0).treatment()),
                ArmNumbers.proportion(phases.get(0).control())))
        : Optional.empty();
  }

  /** The covariate's slope within phases and arms; empty where it cannot be told. */
  private Optional<Double> theta() {
    JointMoments treatment = JointMoments.NONE;
    JointMoments control = JointMoments.NONE;
    for (Pair pair : phases) {
      treatment = treatment.plus(ArmNumbers.joint(metric, pair.treatment()));
      control = control.plus(ArmNumbers.joint(metric, pair.control()));
    }
    return Cuped.adjustable(treatment, control, Cuped.MIN_UNITS_PER_ARM)
        ? Optional.of(Cuped.theta(treatment, control))
        : Optional.empty();
  }

  private Result<List<Values>> values(Optional<Double> theta) {
    List<Values> values = new ArrayList<>();
    Result<List<Values>> none =
        Result.notComputable(
            Reason.EMPTY, "An arm has no unit yet; wait for exposures to reach both");
    for (Pair pair : phases) {
      Result<Values> phase = theta.isPresent() ? adjusted(pair, theta.get()) : unadjusted(pair);
      if (phase instanceof Result.Computed<Values> computed) {
        values.add(computed.value());
      } else if (phase instanceof Result.NotComputable<Values> why) {
        none = Result.notComputable(why.reason(), why.detail());
      }
    }
    return values.isEmpty() ? none : Result.computed(values);
  }

  private Result<Values> unadjusted(Pair pair) {
    return ArmNumbers.of(metric, pair.treatment())
        .flatMap(
            t ->
                ArmNumbers.of(metric, pair.control())
                    .map(c -> new Values(t, c, Math.addExact(t.n(), c.n()))));
  }

  private Result<Values> adjusted(Pair pair, double theta) {
    JointMoments treatment = ArmNumbers.joint(metric, pair.treatment());
    JointMoments control = ArmNumbers.joint(metric, pair.control());
    double middle = treatment.plus(control).x().mean();
    return ArmNumbers.adjusted(treatment, theta, middle)
        .flatMap(
            t ->
                ArmNumbers.adjusted(control, theta, middle)
                    .map(c -> new Values(t, c, Math.addExact(t.n(), c.n()))));
  }

  private static ArmMean together(List<Values> phases, List<ArmMean> arm) {
    if (arm.size() == 1) {
      return arm.get(0);
    }
    double all = phases.stream().mapToDouble(Values::units).sum();
    double value = 0;
    double standardError = 0;
    long units = 0;
    for (int i = 0; i < arm.size(); i++) {
      double weight = phases.get(i).units() / all;
      value += weight * arm.get(i).value();
      standardError = Math.hypot(standardError, weight * arm.get(i).standardError());
      units += arm.get(i).n();
    }
    return new ArmMean(value, standardError, Double.POSITIVE_INFINITY, units);
  }
}
