package io.throughline.selection.observation;

import io.throughline.event.v1.AttributeColumn;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.PredictionsObserved;
import io.throughline.selection.cell.ObservedOutcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The observations of one bucket in a group of batches, each only as far as it can count. */
final class Incoming {
  private static final int PLACES = 6;
  private static final double EXACT = 1e6;

  final Map<ExposureKey, ExposureRow> exposures = new LinkedHashMap<>();
  final Map<OutcomeKey, OutcomeRow> outcomes = new LinkedHashMap<>();
  final List<PredictionRow> predictions = new ArrayList<>();
  final Map<CurrencyKey, Long> currencies = new LinkedHashMap<>();
  long lastExposure = Long.MIN_VALUE;
  long lastOutcome = Long.MIN_VALUE;

  /** Which exposure it is; trial empty: the arm is a deployment. */
  record ExposureKey(String unit, String trial, String arm, long time) {}

  /** An exposure, with what was known of the unit. */
  record ExposureRow(ExposureKey key, long position, String attributes, long covariate) {}

  /** Which outcome it is: only its highest revision counts. */
  record OutcomeKey(String unit, String kind, String id) {}

  /** A revision of an outcome. */
  record OutcomeRow(
      OutcomeKey key,
      int revision,
      long position,
      long time,
      long micros,
      String currency,
      boolean retracted) {

    ObservedOutcome outcome() {
      return new ObservedOutcome(key.kind(), time, micros, currency);
    }
  }

  /** What a model said for a unit. */
  record PredictionRow(String unit, String source, long time, long position, double value) {}

  /** Outcomes that are counted together. */
  record CurrencyKey(String kind, String currency) {}

  void add(ExposuresObserved event, long position) {
    long time = 0;
    for (int i = 0; i < event.getUnitsCount(); i++) {
      time += event.getTimeDeltas(i);
      ExposureKey key =
          new ExposureKey(
              event.getUnits(i), event.getTrial(), event.getArms(event.getArmIndexes(i)), time);
      lastExposure = Math.max(lastExposure, time);
      if (!exposures.containsKey(key)) {
        long covariate = event.getCovariatesCount() == 0 ? 0 : micros(event.getCovariates(i));
        exposures.put(key, new ExposureRow(key, position, attributes(event, i), covariate));
      }
    }
  }

  void add(OutcomesObserved event, long position) {
    long time = 0;
    for (int i = 0; i < event.getUnitsCount(); i++) {
      time += event.getTimeDeltas(i);
      OutcomeKey key = new OutcomeKey(event.getUnits(i), event.getKind(), event.getIds(i));
      OutcomeRow known = outcomes.get(key);
      lastOutcome = Math.max(lastOutcome, time);
      if (known == null || event.getRevisions(i) > known.revision()) {
        outcomes.put(
            key,
            new OutcomeRow(
                key,
                event.getRevisions(i),
                position,
                time,
                micros(event.getValues(i)),
                event.getCurrency(),
                event.getRetractions(i)));
      }
    }
    currencies.merge(
        new CurrencyKey(event.getKind(), event.getCurrency()),
        (long) event.getUnitsCount(),
        Long::sum);
  }

  void add(PredictionsObserved event, long position) {
    long time = 0;
    for (int i = 0; i < event.getUnitsCount(); i++) {
      time += event.getTimeDeltas(i);
      predictions.add(
          new PredictionRow(
              event.getUnits(i), event.getSource(), time, position, event.getValues(i)));
    }
  }

  /** Drops what is about units that were forgotten. */
  void forget(Set<String> units) {
    exposures.keySet().removeIf(key -> units.contains(key.unit()));
    outcomes.keySet().removeIf(key -> units.contains(key.unit()));
    predictions.removeIf(row -> units.contains(row.unit()));
  }

  boolean isEmpty() {
    return exposures.isEmpty() && outcomes.isEmpty() && predictions.isEmpty();
  }

  /** A value in millionths, ties to even; values of everyday size without detour. */
  static long micros(double value) {
    double scaled = value * 1e6;
    if (Math.abs(value) < EXACT && scaled == Math.rint(scaled)) {
      return (long) scaled;
    }
    return BigDecimal.valueOf(value)
        .setScale(PLACES, RoundingMode.HALF_EVEN)
        .unscaledValue()
        .longValueExact();
  }

  private static String attributes(ExposuresObserved event, int row) {
    if (event.getAttributesCount() == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (AttributeColumn column : event.getAttributesList()) {
      Attributes.append(text, column.getKey(), column.getValues(column.getIndexes(row)));
    }
    return text.toString();
  }
}
