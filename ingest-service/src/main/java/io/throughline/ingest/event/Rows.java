package io.throughline.ingest.event;

import io.throughline.event.v1.AttributeColumn;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.PredictionsObserved;
import java.util.List;
import java.util.function.LongConsumer;

/** Picks rows out of an event whose columns have a row for each unit. */
final class Rows {

  private Rows() {}

  /** The same event with some of its rows, in rising order. */
  static Event pick(Event event, int[] rows) {
    Event.Builder part = event.toBuilder();
    switch (event.getKindCase()) {
      case PREDICTIONS_OBSERVED ->
          part.setPredictionsObserved(pick(event.getPredictionsObserved(), rows));
      case EXPOSURES_OBSERVED ->
          part.setExposuresObserved(pick(event.getExposuresObserved(), rows));
      case OUTCOMES_OBSERVED -> part.setOutcomesObserved(pick(event.getOutcomesObserved(), rows));
      default -> throw new IllegalArgumentException("no rows in " + event.getKindCase());
    }
    return part.build();
  }

  private static PredictionsObserved pick(PredictionsObserved whole, int[] rows) {
    PredictionsObserved.Builder part =
        whole.toBuilder().clearUnits().clearTimeDeltas().clearValues();
    for (int row : rows) {
      part.addUnits(whole.getUnits(row)).addValues(whole.getValues(row));
    }
    times(whole.getTimeDeltasList(), rows, part::addTimeDeltas);
    return part.build();
  }

  private static ExposuresObserved pick(ExposuresObserved whole, int[] rows) {
    ExposuresObserved.Builder part =
        whole.toBuilder().clearUnits().clearTimeDeltas().clearArmIndexes().clearCovariates();
    boolean covariates = whole.getCovariatesCount() > 0;
    for (int row : rows) {
      part.addUnits(whole.getUnits(row)).addArmIndexes(whole.getArmIndexes(row));
      if (covariates) {
        part.addCovariates(whole.getCovariates(row));
      }
    }
    for (int i = 0; i < whole.getAttributesCount(); i++) {
      AttributeColumn column = whole.getAttributes(i);
      AttributeColumn.Builder picked = column.toBuilder().clearIndexes();
      for (int row : rows) {
        picked.addIndexes(column.getIndexes(row));
      }
      part.setAttributes(i, picked);
    }
    times(whole.getTimeDeltasList(), rows, part::addTimeDeltas);
    return part.build();
  }

  private static OutcomesObserved pick(OutcomesObserved whole, int[] rows) {
    OutcomesObserved.Builder part =
        whole.toBuilder()
            .clearUnits()
            .clearTimeDeltas()
            .clearValues()
            .clearIds()
            .clearRevisions()
            .clearRetractions();
    for (int row : rows) {
      part.addUnits(whole.getUnits(row))
          .addValues(whole.getValues(row))
          .addIds(whole.getIds(row))
          .addRevisions(whole.getRevisions(row))
          .addRetractions(whole.getRetractions(row));
    }
    times(whole.getTimeDeltasList(), rows, part::addTimeDeltas);
    return part.build();
  }

  /** The picked rows' times, again each as its distance from the one before. */
  private static void times(List<Long> deltas, int[] rows, LongConsumer add) {
    long time = 0;
    long last = 0;
    int next = 0;
    for (int row = 0; next < rows.length; row++) {
      time += deltas.get(row);
      if (row == rows[next]) {
        add.accept(time - last);
        last = time;
        next++;
      }
    }
  }
}
