package io.throughline.selection.evidence;

import java.util.EnumSet;
import java.util.Set;

/** Why a check says what it says, for machines. */
public enum ReasonCode {
  /** PASS or FAIL: the whole interval lies on one side of the margin. */
  INTERVAL_BEYOND_MARGIN,
  /** INCONCLUSIVE: the interval holds the margin. */
  INTERVAL_HOLDS_MARGIN,
  /** PASS: nothing is shown to be worse. That is no proof that nothing is. */
  NO_DETERIORATION_SHOWN,
  /** FAIL: what was to get better is shown to be worse. */
  DETERIORATED,
  /** PASS: the graph knows what the check asks for. */
  FACT_HOLDS,
  /** FAIL: the graph does not know it, or knows the contrary. */
  FACT_DOES_NOT_HOLD,
  /** PASS: the trial's data can carry a verdict. */
  TRIAL_HEALTHY,
  /** FAIL: they cannot. */
  TRIAL_UNHEALTHY,
  /** INCONCLUSIVE: it cannot be told yet. */
  TOO_EARLY,
  /** Left out: there is no champion, and the policy says that such checks are skipped. */
  SKIPPED_NO_CHAMPION,
  /** The baseline alias points to nothing. */
  NO_CHAMPION,
  /** The registered model of the baseline alias does not exist. */
  BASELINE_UNKNOWN,
  /** The candidate is the champion: the same model, or another name for the same bytes. */
  CANDIDATE_IS_CHAMPION,
  /** Others mention the candidate; that a run produced it was never told. */
  CANDIDATE_NOT_PRODUCED,
  /** An event of a scope that the check reads from could not be applied to the graph. */
  SCOPE_DEGRADED,
  /** Nobody measured the metric on the candidate. */
  METRIC_UNKNOWN,
  /** The metric was measured, but on no dataset that the check accepts. */
  DATASET_MISSING,
  /** Several datasets fit; the check must name one. */
  DATASET_AMBIGUOUS,
  /** The dataset was also used for training or selection, so it cannot judge. */
  DATASET_SEEN_BY_SELECTION,
  /** Too few units, or too few that both models have. */
  UNITS_MISSING,
  /** Too few folds, or too few that both models have. */
  FOLDS_MISSING,
  /** The same fold was cut differently for the two models. */
  FOLDS_DIFFER,
  /** A value is NaN or infinite. */
  METRIC_NOT_A_NUMBER,
  /** Nothing varies, so there is no interval. */
  ZERO_VARIANCE,
  /** The margin is a share of a mean that cannot be told from zero. */
  BASELINE_NEAR_ZERO,
  /** The interval cannot be computed, for another reason. */
  NOT_COMPUTABLE,
  /** There is more of it than an evaluation reads. */
  EVIDENCE_TOO_LARGE,
  /** Nobody scored the metric by which the units are cut, or no slice has enough units. */
  SLICES_MISSING,
  /** No trial was named, or there is none of that name. */
  TRIAL_MISSING,
  /** The evaluation did not look at this, so its evidence was not kept. */
  EVIDENCE_NOT_KEPT;

  private static final Set<ReasonCode> MISSING =
      EnumSet.of(
          METRIC_UNKNOWN,
          DATASET_MISSING,
          UNITS_MISSING,
          FOLDS_MISSING,
          SLICES_MISSING,
          TRIAL_MISSING);

  /** Whether there is too little to look at, rather than something wrong with it. */
  public boolean missing() {
    return MISSING.contains(this);
  }
}
