package io.throughline.lineage.search;

import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A part of an ordered list of runs whose rows come in the order of one index: those that have a
 * value, by the value; behind them those that have none. The sections of an order hold every run
 * once.
 *
 * @param from the tables, among them {@code run} as {@code r}
 * @param run the column with the run's name by which its rows are read
 * @param where which of their rows
 * @param keys what the rows are sorted by; the last key tells rows apart
 */
record Section(String from, String run, String where, List<Key> keys) {

  /**
   * A column that is sorted by; never null.
   *
   * @param expression its SQL
   * @param cast the type of its value in a page token
   * @param descending the largest first
   */
  record Key(String expression, String cast, boolean descending) {
    String order() {
      return expression + (descending ? " DESC" : "");
    }
  }

  /** The columns of a row's key, as text. */
  String select() {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      columns.add("(%s)::text AS key_%d".formatted(keys.get(i).expression, i));
    }
    return String.join(", ", columns);
  }

  List<String> key(Row row) {
    String[] key = new String[keys.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = row.getString("key_" + i);
    }
    return Arrays.asList(key);
  }

  String orderBy() {
    return keys.stream().map(Key::order).collect(Collectors.joining(", "));
  }

  /**
   * What comes after a row with this key. The first column bounds the scan of the index, so that a
   * late page costs what the first one costs.
   */
  String after(List<String> last, Binds binds) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add("%s::text::%s".formatted(binds.add(last.get(i)), keys.get(i).cast));
    }
    Key first = keys.get(0);
    String after = beyond(keys.size() - 1, values);
    for (int i = keys.size() - 2; i >= 0; i--) {
      after =
          "(%s OR (%s = %s AND %s))"
              .formatted(beyond(i, values), keys.get(i).expression, values.get(i), after);
    }
    return " AND %s %s %s AND %s"
        .formatted(first.expression, first.descending ? "<=" : ">=", values.get(0), after);
  }

  private String beyond(int i, List<String> values) {
    Key key = keys.get(i);
    return "%s %s %s".formatted(key.expression, key.descending ? "<" : ">", values.get(i));
  }
}
