package io.throughline.client.observation;

import io.throughline.event.v1.AttributeColumn;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.event.v1.PredictionsObserved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Observations as events of columns, some thousand rows each. */
public final class ObservationEvents {

  private static final int ROWS = 5_000;
  private static final int MOST_ARMS = 100;

  private ObservationEvents() {}

  /** The events of predictions, in order; none for none. */
  public static List<Event.Builder> ofPredictions(
      String population, String source, List<Prediction> predictions) {
    return parts(
        predictions,
        rows -> {
          PredictionsObserved.Builder event =
              PredictionsObserved.newBuilder().setPopulation(population).setSource(source);
          long before = 0;
          for (Prediction row : rows) {
            before = next(before, row.time(), event::addTimeDeltas);
            event.addUnits(row.unit()).addValues(row.value());
          }
          return Event.newBuilder().setPredictionsObserved(event);
        });
  }

  /**
   * The events of exposures, in order; none for none.
   *
   * @throws IllegalArgumentException where an event would name more than 100 arms
   */
  public static List<Event.Builder> ofExposures(
      String population, String trial, List<Exposure> exposures) {
    return parts(
        exposures,
        rows -> {
          ExposuresObserved.Builder event =
              ExposuresObserved.newBuilder().setPopulation(population).setTrial(trial);
          Dictionary arms = new Dictionary();
          long before = 0;
          for (Exposure row : rows) {
            before = next(before, row.time(), event::addTimeDeltas);
            event.addUnits(row.unit()).addArmIndexes(arms.index(row.arm()));
          }
          if (arms.values().size() > MOST_ARMS) {
            throw new IllegalArgumentException(
                "%d arms among %d exposures; a trial has at most 20"
                    .formatted(arms.values().size(), rows.size()));
          }
          event.addAllArms(arms.values());
          TreeSet<String> keys = new TreeSet<>();
          rows.forEach(row -> keys.addAll(row.attributes().keySet()));
          keys.forEach(key -> event.addAttributes(column(key, rows)));
          return Event.newBuilder().setExposuresObserved(event);
        });
  }

  /** The events of outcomes, in order; none for none. */
  public static List<Event.Builder> ofOutcomes(
      String population, String kind, String currency, List<Outcome> outcomes) {
    return parts(
        outcomes,
        rows -> {
          OutcomesObserved.Builder event =
              OutcomesObserved.newBuilder()
                  .setPopulation(population)
                  .setKind(kind)
                  .setCurrency(currency);
          long before = 0;
          for (Outcome row : rows) {
            before = next(before, row.time(), event::addTimeDeltas);
            event
                .addUnits(row.unit())
                .addIds(row.id())
                .addValues(row.value())
                .addRevisions(row.revision())
                .addRetractions(row.retracted());
          }
          return Event.newBuilder().setOutcomesObserved(event);
        });
  }

  /** An attribute of exposures; of a unit of which it is not known it is empty. */
  private static AttributeColumn column(String key, List<Exposure> rows) {
    AttributeColumn.Builder column = AttributeColumn.newBuilder().setKey(key);
    Dictionary values = new Dictionary();
    rows.forEach(row -> column.addIndexes(values.index(row.attributes().getOrDefault(key, ""))));
    return column.addAllValues(values.values()).build();
  }

  private static long next(long before, Instant time, LongConsumer delta) {
    long millis = time.toEpochMilli();
    delta.accept(millis - before);
    return millis;
  }

  private static <T> List<Event.Builder> parts(
      List<T> rows, Function<List<T>, Event.Builder> event) {
    List<Event.Builder> events = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += ROWS) {
      events.add(event.apply(rows.subList(from, Math.min(rows.size(), from + ROWS))));
    }
    return events;
  }

  /** Values that occur, in the order in which they first did. */
  private static final class Dictionary {
    private final Map<String, Integer> indexes = new LinkedHashMap<>();

    int index(String value) {
      Integer known = indexes.putIfAbsent(value, indexes.size());
      return known == null ? indexes.size() - 1 : known;
    }

    List<String> values() {
      return List.copyOf(indexes.keySet());
    }
  }
}
