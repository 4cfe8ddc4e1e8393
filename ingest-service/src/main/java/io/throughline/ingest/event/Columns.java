package io.throughline.ingest.event;

import com.google.rpc.BadRequest.FieldViolation;
import io.throughline.event.v1.AttributeColumn;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import java.util.ArrayList;
import java.util.List;

/** What the columns of observations must keep that no rule of the contract can say. */
public final class Columns {
  private static final long FIRST_MILLIS = -62_135_596_800_000L;
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  private Columns() {}

  /** A violation for every column that does not fit to the others, or holds an impossible time. */
  public static List<FieldViolation> faults(Batch batch) {
    List<FieldViolation> violations = new ArrayList<>();
    for (int i = 0; i < batch.getEventsCount(); i++) {
      Event event = batch.getEvents(i);
      switch (event.getKindCase()) {
        case PREDICTIONS_OBSERVED ->
            times(
                event.getPredictionsObserved().getTimeDeltasList(),
                path(i, "predictions_observed."),
                violations);
        case OUTCOMES_OBSERVED ->
            times(
                event.getOutcomesObserved().getTimeDeltasList(),
                path(i, "outcomes_observed."),
                violations);
        case EXPOSURES_OBSERVED ->
            exposures(event.getExposuresObserved(), path(i, "exposures_observed."), violations);
        default -> {
          // Has no columns with a unit.
        }
      }
    }
    return violations;
  }

  private static String path(int event, String field) {
    return "events[" + event + "]." + field;
  }

  private static void exposures(
      ExposuresObserved exposures, String path, List<FieldViolation> violations) {
    times(exposures.getTimeDeltasList(), path, violations);
    int units = exposures.getUnitsCount();
    indexes(
        exposures.getArmIndexesList(), exposures.getArmsCount(), path + "arm_indexes", violations);
    if (exposures.getCovariatesCount() != 0 && exposures.getCovariatesCount() != units) {
      violations.add(violation(path + "covariates", "must be empty or as long as units"));
    }
    for (int i = 0; i < exposures.getArmsCount(); i++) {
      if (exposures.getArms(i).indexOf('/') >= 0 != exposures.getTrial().isEmpty()) {
        violations.add(
            violation(
                path + "arms[%d]".formatted(i),
                "must be the id of an arm where a trial is named, else the name of a deployment"));
      }
    }
    for (int i = 0; i < exposures.getAttributesCount(); i++) {
      AttributeColumn column = exposures.getAttributes(i);
      String at = path + "attributes[%d].indexes".formatted(i);
      if (column.getIndexesCount() != units) {
        violations.add(violation(at, "must be as long as units"));
      }
      indexes(column.getIndexesList(), column.getValuesCount(), at, violations);
    }
  }

  private static void indexes(
      List<Integer> indexes, int count, String path, List<FieldViolation> violations) {
    for (int index : indexes) {
      if (index >= count) {
        violations.add(
            violation(path, "%d points to none of the %d values".formatted(index, count)));
        return;
      }
    }
  }

  private static void times(List<Long> deltas, String path, List<FieldViolation> violations) {
    long time = 0;
    for (long delta : deltas) {
      boolean possible = Math.abs(delta) <= LAST_MILLIS - FIRST_MILLIS && delta != Long.MIN_VALUE;
      time = possible ? time + delta : Long.MAX_VALUE;
      if (time < FIRST_MILLIS || time > LAST_MILLIS) {
        violations.add(violation(path + "time_deltas", "a time lies outside the years 1 to 9999"));
        return;
      }
    }
  }

  private static FieldViolation violation(String field, String description) {
    return FieldViolation.newBuilder()
        .setField(field)
        .setDescription(description)
        .setReason("COLUMNS_DISAGREE")
        .build();
  }
}
