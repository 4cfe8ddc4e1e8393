package io.throughline.selection.rank;

import io.throughline.selection.evidence.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The numbers of all comparable models on the units that each of them has.
 *
 * @param models the models, the champion first
 * @param values by metric, model and unit
 * @param costs of each model
 * @param unmeasured the others, with the reason
 */
record Table(
    List<String> models,
    Map<String, double[][]> values,
    List<OptionalDouble> costs,
    Map<String, String> unmeasured) {

  /** A model that was measured on fewer of the champion's units than this is set aside. */
  private static final double COVERAGE = 0.95;

  /**
   * Aligns models with the champion. Each must have nearly all of the champion's units in each
   * metric, so that no single one shrinks the comparison of all the others; then the units count
   * that everyone left has.
   *
   * @param entries the champion first
   */
  static Table of(Question question, List<Entry> entries) {
    List<String> metrics = question.metrics();
    Set<String> expected = new HashSet<>(entries.get(0).columns().get(0).keys());
    Map<String, String> unmeasured = new LinkedHashMap<>();
    List<Entry> kept = new ArrayList<>();
    Set<String> common = new HashSet<>(expected);
    for (Entry entry : entries) {
      Set<String> units = units(entry, expected);
      String lacking = lacking(entry, metrics, expected);
      if (lacking.isEmpty()) {
        kept.add(entry);
        common.retainAll(units);
      } else {
        unmeasured.put(entry.model(), lacking);
      }
    }
    List<String> order =
        entries.get(0).columns().get(0).keys().stream().filter(common::contains).toList();
    Map<String, double[][]> values = new HashMap<>();
    for (int m = 0; m < metrics.size(); m++) {
      double[][] rows = new double[kept.size()][];
      for (int c = 0; c < rows.length; c++) {
        rows[c] = row(kept.get(c).columns().get(m), order);
      }
      values.put(metrics.get(m), rows);
    }
    return new Table(
        kept.stream().map(Entry::model).toList(),
        values,
        kept.stream().map(Entry::cost).toList(),
        unmeasured);
  }

  /** How many units everyone has. */
  int units() {
    return models.isEmpty() ? 0 : values.values().iterator().next()[0].length;
  }

  private static Set<String> units(Entry entry, Set<String> expected) {
    Set<String> units = new HashSet<>(expected);
    entry.columns().forEach(column -> units.retainAll(new HashSet<>(column.keys())));
    return units;
  }

  /** What an entry lacks, in a sentence; empty where it lacks nothing of weight. */
  private static String lacking(Entry entry, List<String> metrics, Set<String> expected) {
    for (int m = 0; m < metrics.size(); m++) {
      Column column = entry.columns().get(m);
      long has = column.keys().stream().filter(expected::contains).count();
      if (has < 2 || has < COVERAGE * expected.size()) {
        return "'%s' was measured on %d of the %d units; measure it on all of them"
            .formatted(metrics.get(m), has, expected.size());
      }
      for (double value : column.values()) {
        if (!Double.isFinite(value)) {
          return "'%s' is not a number on some unit".formatted(metrics.get(m));
        }
      }
    }
    return "";
  }

  private static double[] row(Column column, List<String> order) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < column.keys().size(); i++) {
      index.put(column.keys().get(i), i);
    }
    return order.stream().mapToDouble(unit -> column.values()[index.get(unit)]).toArray();
  }
}
