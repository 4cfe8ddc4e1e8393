package io.throughline.housevaluation.feature;

import io.throughline.housevaluation.sale.Sale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Turns a sale into a vector: measured attributes standardised (sizes on a log scale, a missing one
 * at the median of the training sales), named attributes one-hot. Everything it knows it learnt
 * from the training sales that it was fitted on.
 */
public final class Encoder {

  /** A category seen in fewer training sales gets no column of its own. */
  public static final int MINIMUM_COUNT = 10;

  private static final Set<String> LOG_SCALE =
      Set.of("Lot_Area", "Lot_Frontage", "Gr_Liv_Area", "First_Flr_SF");

  private record Column(String name, ToDoubleFunction<Sale> value) {}

  private final List<Column> columns;

  private Encoder(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Learns the columns of a feature set from the training sales alone. */
  public static Encoder fit(FeatureSet features, List<Sale> training) {
    List<Column> columns = new ArrayList<>();
    features.numbers().forEach(name -> addNumber(columns, name, training));
    features.categories().forEach(name -> addCategories(columns, name, training));
    return new Encoder(columns);
  }

  /** The names of the vector's elements, such as {@code Age} or {@code Neighborhood=Gilbert}. */
  public List<String> columns() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * Encodes one sale.
   *
   * @return one finite number for each of {@link #columns()}
   */
  public double[] encode(Sale sale) {
    double[] vector = new double[columns.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = columns.get(i).value().applyAsDouble(sale);
      if (!Double.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            "%s: feature %s is %s".formatted(sale.id(), columns.get(i).name(), vector[i]));
      }
    }
    return vector;
  }

  private static void addNumber(List<Column> columns, String name, List<Sale> training) {
    double[] known =
        training.stream()
            .map(sale -> sale.numbers().get(name))
            .filter(value -> value != null)
            .mapToDouble(value -> scaled(name, value))
            .sorted()
            .toArray();
    if (known.length == 0) {
      return;
    }
    double median = known[known.length / 2];
    double mean = Arrays.stream(known).average().orElseThrow();
    double variance = Arrays.stream(known).map(x -> (x - mean) * (x - mean)).sum() / known.length;
    if (variance == 0) {
      return;
    }
    double deviation = Math.sqrt(variance);
    columns.add(
        new Column(
            name,
            sale -> {
              Double value = sale.numbers().get(name);
              return ((value == null ? median : scaled(name, value)) - mean) / deviation;
            }));
    int missing = training.size() - known.length;
    if (missing >= MINIMUM_COUNT) {
      columns.add(
          new Column(name + "=missing", sale -> sale.numbers().containsKey(name) ? 0.0 : 1.0));
    }
  }

  private static void addCategories(List<Column> columns, String name, List<Sale> training) {
    Map<String, Long> counts =
        training.stream()
            .map(sale -> sale.categories().get(name))
            .filter(value -> value != null)
            .collect(Collectors.groupingBy(value -> value, TreeMap::new, Collectors.counting()));
    counts.forEach(
        (value, count) -> {
          if (count >= MINIMUM_COUNT && count < training.size()) {
            columns.add(
                new Column(
                    name + "=" + value,
                    sale -> value.equals(sale.categories().get(name)) ? 1.0 : 0.0));
          }
        });
  }

  private static double scaled(String name, double value) {
    return LOG_SCALE.contains(name) ? Math.log1p(value) : value;
  }
}
