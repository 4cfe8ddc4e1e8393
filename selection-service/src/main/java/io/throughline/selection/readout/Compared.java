package io.throughline.selection.readout;

import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.ArmMean;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.synthesis.Stratum;
import java.util.Optional;

/**
 * An arm held against the control, before any level is asked of it.
 *
 * @param treatmentUnits units in the arm
 * @param controlUnits units in the control
 * @param treatment the arm's value; over several allocation phases what it would be with the
 *     phases' mix of both arms together
 * @param control the control's, likewise
 * @param absolute treatment - control
 * @param relative the same relative to the control
 * @param counts of a proportion in one phase: its successes, for small counts
 * @param unadjusted whether a covariate was asked for and could not be used
 */
record Compared(
    long treatmentUnits,
    long controlUnits,
    Result<ArmMean> treatment,
    Result<ArmMean> control,
    Result<Effect> absolute,
    Result<Effect> relative,
    Optional<Stratum> counts,
    boolean unadjusted) {}
