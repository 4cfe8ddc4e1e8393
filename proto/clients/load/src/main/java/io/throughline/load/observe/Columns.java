package io.throughline.load.observe;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.PredictionsObserved;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * What is observed of the units of a population, as batches: unit after unit in the order of time,
 * over eight weeks, half of them in each arm.
 *
 * @param population the population
 * @param trial the trial
 * @param units how many units there are in all
 */
record Columns(String population, String trial, int units) {
  /** How many units a batch is about. */
  static final int ROWS = 5_000;

  /** The trial's first instant: 2026-01-01. */
  static final long BEGIN = 1_767_225_600_000L;

  static final long DAYS = 56;
  static final String CONTROL = "control";
  static final String TREATMENT = "treatment";
  static final String SOURCE = "environments/bench/deployments/model";
  static final String CURRENCY = "USD";
  static final String ORDER = "order";

  private static final long DAY = 86_400_000L;
  private static final int BUCKETS = 8;

  /** How many batches tell of all units once. */
  int batches() {
    return (units + ROWS - 1) / ROWS;
  }

  int first(int batch) {
    return batch * ROWS;
  }

  int last(int batch) {
    return Math.min(units, first(batch) + ROWS);
  }

  static String unit(int unit) {
    return "u-%09d".formatted(unit);
  }

  /** The bucket of a unit, as the journal has it. */
  static int bucket(int unit) {
    CRC32C crc = new CRC32C();
    byte[] bytes = unit(unit).getBytes(StandardCharsets.UTF_8);
    crc.update(bytes, 0, bytes.length);
    return (int) (crc.getValue() % BUCKETS);
  }

  long time(int unit) {
    return BEGIN + unit * DAYS * DAY / units;
  }

  static boolean treated(int unit) {
    return mix(unit) % 2 == 0;
  }

  /** What a unit orders, between one and some hundred dollars. */
  static double amount(int unit) {
    double uniform = (mix(unit ^ 0x5bd1e995) % 1_000_000 + 0.5) / 1_000_000;
    return Math.rint(100 * Math.exp(3 + 2 * (uniform - 0.5) * 2)) / 100;
  }

  private static long mix(long value) {
    long z = value * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    return (z ^ (z >>> 27)) >>> 1;
  }

  /** Each unit's exposure, and one prediction for it. */
  Batch exposuresAndPredictions(int batch) {
    ExposuresObserved.Builder exposures =
        ExposuresObserved.newBuilder()
            .setPopulation(population)
            .setTrial(trial)
            .addArms(CONTROL)
            .addArms(TREATMENT);
    PredictionsObserved.Builder predictions =
        PredictionsObserved.newBuilder().setPopulation(population).setSource(SOURCE);
    long before = 0;
    for (int unit = first(batch); unit < last(batch); unit++) {
      long delta = time(unit) - before;
      before = time(unit);
      exposures.addUnits(unit(unit)).addTimeDeltas(delta).addArmIndexes(treated(unit) ? 1 : 0);
      predictions.addUnits(unit(unit)).addTimeDeltas(delta).addValues(amount(unit));
    }
    return Batch.newBuilder()
        .setScope(population)
        .addEvents(Event.newBuilder().setExposuresObserved(exposures))
        .addEvents(Event.newBuilder().setPredictionsObserved(predictions))
        .build();
  }

  /** An order of each unit, an hour after its exposure. */
  Batch outcomes(int batch) {
    OutcomesObserved.Builder outcomes =
        OutcomesObserved.newBuilder()
            .setPopulation(population)
            .setKind(ORDER)
            .setCurrency(CURRENCY);
    long before = 0;
    for (int unit = first(batch); unit < last(batch); unit++) {
      long time = outcomeTime(unit);
      outcomes
          .addUnits(unit(unit))
          .addIds("o1")
          .addTimeDeltas(time - before)
          .addValues(amount(unit))
          .addRevisions(0)
          .addRetractions(false);
      before = time;
    }
    return Batch.newBuilder()
        .setScope(population)
        .addEvents(Event.newBuilder().setOutcomesObserved(outcomes))
        .build();
  }

  long outcomeTime(int unit) {
    return time(unit) + 3_600_000L;
  }
}
