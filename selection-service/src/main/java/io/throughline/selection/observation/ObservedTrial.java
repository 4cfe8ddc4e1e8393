package io.throughline.selection.observation;

import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.CellKey;
import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.trial.TrialPlan;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was observed of a trial.
 *
 * @param plan the trial
 * @param analysis by which its units are counted; absent while the first one is built
 * @param cells the sums, over all buckets
 * @param versions the version of each outcome metric by its id
 * @param builtShare how much of a newer analysis is built, from 0 to 1; absent: none is being built
 * @param lastExposure when the latest exposure of the population took place, in milliseconds
 * @param lastOutcome when its latest outcome took place, in milliseconds
 * @param outcomes how many outcomes of the population there were by kind and currency
 * @param position the position up to which this was known
 */
public record ObservedTrial(
    TrialPlan plan,
    Optional<Analysis> analysis,
    Map<CellKey, CellTotals> cells,
    Map<String, Long> versions,
    Optional<Double> builtShare,
    OptionalLong lastExposure,
    OptionalLong lastOutcome,
    Map<KindAndCurrency, Long> outcomes,
    String position) {

  /** A kind of outcome in a currency; empty: without one. */
  public record KindAndCurrency(String kind, String currency) {}
}
