package io.throughline.selection.readout;

import io.throughline.selection.cell.UnitState.Status;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.health.MultipleExposures;
import io.throughline.selection.statistics.health.SampleRatioTest;
import io.throughline.selection.statistics.sample.Proportion;
import io.throughline.selection.statistics.sequential.SequentialSampleRatioTest;
import io.throughline.selection.trial.Phase;
import io.throughline.selection.trial.TrialPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a trial's data can carry a verdict.
 *
 * @param sampleRatio over all phases, for one look
 * @param sequential over all phases, for any number of looks
 * @param withExcluded for one look, the excluded units counted as well
 * @param multiple the share of units that met several arms
 */
record Health(
    Result<SignificanceTest> sampleRatio,
    Result<SignificanceTest> sequential,
    Result<SignificanceTest> withExcluded,
    Result<Estimate> multiple) {

  /** A probability below this is no accident. */
  static final double ALARM = 0.001;

  private static final double LEVEL = 0.95;

  /** Looks at the units of a trial. */
  static Health of(TrialPlan plan, Counts counts) {
    long[][] assigned = counts.units(Status.ASSIGNED);
    long[][] excluded = counts.units(Status.EXCLUDED);
    List<SampleRatioTest.Phase> without = phases(plan, assigned, null);
    long several = counts.all(Status.MULTIPLE);
    return new Health(
        SampleRatioTest.phases(without),
        SequentialSampleRatioTest.DEFAULT.look(without),
        SampleRatioTest.phases(phases(plan, assigned, excluded)),
        MultipleExposures.share(
            new Proportion(several, several + counts.all(Status.ASSIGNED)),
            MultipleExposures.TOLERATED_SHARE,
            LEVEL));
  }

  private static List<SampleRatioTest.Phase> phases(
      TrialPlan plan, long[][] units, long[][] others) {
    List<String> arms = plan.arms();
    List<SampleRatioTest.Phase> phases = new ArrayList<>();
    for (int i = 0; i < units.length; i++) {
      Phase phase = plan.phases().get(i);
      long[] observed = new long[phase.arms().size()];
      double[] weights = new double[phase.arms().size()];
      for (int k = 0; k < observed.length; k++) {
        int arm = arms.indexOf(phase.arms().get(k).id());
        observed[k] = units[i][arm] + (others == null ? 0 : others[i][arm]);
        weights[k] = phase.arms().get(k).weight();
      }
      phases.add(new SampleRatioTest.Phase(observed, weights));
    }
    return phases;
  }

  /** Whether units fell into the arms in other proportions than they were allocated. */
  boolean sampleRatioMismatch() {
    return alarms(sampleRatio) || alarms(sequential) || inconsistent();
  }

  private boolean inconsistent() {
    return sampleRatio instanceof Result.NotComputable<SignificanceTest> none
        && none.reason() == Reason.INCONSISTENT;
  }

  /** Whether too many units met several arms. */
  boolean tooManyMultiple() {
    return multiple instanceof Result.Computed<Estimate> computed
        && computed.value().p().isBelow(ALARM);
  }

  private static boolean alarms(Result<SignificanceTest> test) {
    return test instanceof Result.Computed<SignificanceTest> computed
        && computed.value().p().isBelow(ALARM);
  }
}
