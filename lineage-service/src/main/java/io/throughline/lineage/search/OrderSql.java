package io.throughline.lineage.search;

import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an order means in SQL. A run is sorted by whether it has a value, by the value, and by its
 * name; a parameter's value is its number where it has one, else its text.
 */
final class OrderSql {
  private static final String LATERAL_METRIC =
      """
       LEFT JOIN LATERAL (
        SELECT %s(m.last_value) AS value FROM graph.series AS m
        WHERE m.tenant = r.tenant AND m.scope = r.scope AND m.run = r.name AND m.metric = %s
          AND m.segment = '' AND m.fold = 0 AND m.last_value <> 'NaN') AS o ON true""";
  private static final String LATERAL_PARAMETER =
      """
       LEFT JOIN LATERAL (
        SELECT p.number AS number, p.value AS value FROM graph.parameter AS p
        WHERE p.tenant = r.tenant AND p.scope = r.scope AND p.run = r.name AND p.key = %s
        ORDER BY p.kind LIMIT 1) AS o ON true""";

  /**
   * A column that is sorted by.
   *
   * @param expression its SQL
   * @param cast the type of its value in a page token
   * @param descending the largest first
   */
  private record Key(String expression, String cast, boolean descending) {}

  private final String join;
  private final List<Key> keys;

  private OrderSql(String join, List<Key> keys) {
    this.join = join;
    this.keys = keys;
  }

  static OrderSql of(Order order, Binds binds) {
    boolean down = order.descending();
    Key name = new Key("r.name", "text", false);
    return switch (order.subject()) {
      case METRIC ->
          new OrderSql(
              LATERAL_METRIC.formatted(down ? "max" : "min", binds.add(order.key())),
              List.of(missing("o.value"), new Key(or("o.value", "0"), "float8", down), name));
      case PARAMETER ->
          new OrderSql(
              LATERAL_PARAMETER.formatted(binds.add(order.key())),
              List.of(
                  missing("o.value"),
                  missing("o.number"),
                  new Key(or("o.number", "0"), "float8", down),
                  new Key(or("o.value", "''"), "text", down),
                  name));
      default ->
          new OrderSql(
              "",
              List.of(
                  missing("r.start_time"),
                  new Key(or("r.start_time", "'epoch'"), "timestamptz", down),
                  name));
    };
  }

  String join() {
    return join;
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
    return String.join(
        ", ", keys.stream().map(k -> k.expression + (k.descending ? " DESC" : " ASC")).toList());
  }

  /** What comes after a row with this key: larger in the first column that is not equal. */
  String after(List<String> last, Binds binds) {
    List<String> alternatives = new ArrayList<>();
    StringBuilder equal = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      String value = "%s::text::%s".formatted(binds.add(last.get(i)), key.cast);
      alternatives.add(
          "(%s%s %s %s)".formatted(equal, key.expression, key.descending ? "<" : ">", value));
      equal.append("%s = %s AND ".formatted(key.expression, value));
    }
    return " AND (" + String.join(" OR ", alternatives) + ")";
  }

  private static Key missing(String expression) {
    return new Key("(%s IS NULL)".formatted(expression), "boolean", false);
  }

  private static String or(String expression, String other) {
    return "coalesce(%s, %s)".formatted(expression, other);
  }
}
