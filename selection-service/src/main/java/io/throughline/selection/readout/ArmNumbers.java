package io.throughline.selection.readout;

import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.cell.Cells;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.OutcomeMetric.Covariate;
import io.throughline.selection.outcome.OutcomeMetric.Type;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.ArmMean;
import io.throughline.selection.statistics.comparison.BinnedQuantiles;
import io.throughline.selection.statistics.comparison.Cuped;
import io.throughline.selection.statistics.comparison.DeltaRatio;
import io.throughline.selection.statistics.sample.JointMoments;
import io.throughline.selection.statistics.sample.Proportion;

/** What the sums of an arm in one allocation phase say of a metric. */
final class ArmNumbers {
  private static final double MILLIONTH = 1e-6;

  private ArmNumbers() {}

  /** The method that compares two arms of a metric. */
  static Method method(OutcomeMetric metric, boolean adjusted) {
    return switch (metric.type()) {
      case MEAN -> adjusted ? Method.CUPED : Method.WELCH_T;
      case PROPORTION -> adjusted ? Method.CUPED : Method.TWO_PROPORTIONS_WALD;
      case RATIO -> Method.RATIO;
      case QUANTILE -> Method.QUANTILE_DIFFERENCE;
    };
  }

  /** An arm's value, unadjusted. */
  static Result<ArmMean> of(OutcomeMetric metric, CellTotals totals) {
    return switch (metric.type()) {
      case MEAN -> ArmMean.of(joint(metric, totals).y());
      case PROPORTION -> ArmMean.of(proportion(totals));
      case RATIO -> DeltaRatio.arm(joint(metric, totals));
      case QUANTILE ->
          BinnedQuantiles.arm(Cells.BINS, totals.bins().byBin(), metric.quantile().orElseThrow());
    };
  }

  /** An arm's value, adjusted to the covariate's mean over both arms of the phase. */
  static Result<ArmMean> adjusted(JointMoments arm, double theta, double pooledCovariate) {
    return ArmMean.of(Cuped.adjusted(arm, theta).transform(1, theta * pooledCovariate));
  }

  /** How many units have a value: of a quantile those with an outcome, else all. */
  static long units(OutcomeMetric metric, CellTotals totals) {
    return metric.type() == Type.QUANTILE ? totals.bins().units() : totals.n();
  }

  static Proportion proportion(CellTotals totals) {
    return new Proportion(totals.y().longValueExact(), totals.n());
  }

  /** Outcome and covariate, or numerator and denominator, in the metric's units. */
  static JointMoments joint(OutcomeMetric metric, CellTotals totals) {
    double scaleY = metric.numerator().scale();
    double scaleX =
        metric.type() == Type.RATIO
            ? metric.denominator().orElseThrow().scale()
            : metric.covariate() == Covariate.EXPOSURE ? MILLIONTH : scaleY;
    JointMoments steps =
        JointMoments.ofSums(
            totals.n(), totals.y(), totals.x(), totals.yy(), totals.xx(), totals.xy());
    return new JointMoments(
        steps.y().transform(scaleY, 0),
        steps.x().transform(scaleX, 0),
        scaleY * steps.covariance() * scaleX);
  }
}
