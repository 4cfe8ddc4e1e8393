package io.throughline.selection.outcome.text;

import io.throughline.selection.outcome.Cohort;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.policy.text.Fault;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a definition's text: an outcome metric, a cohort, or faults.
 *
 * @param metric the outcome metric, where it is one without a fault
 * @param cohort the cohort, where it is one without a fault
 * @param faults every fault, in the order of lines
 */
public record DefinitionReading(
    Optional<OutcomeMetric> metric, Optional<Cohort> cohort, List<Fault> faults) {}
