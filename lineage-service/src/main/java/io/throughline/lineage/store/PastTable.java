package io.throughline.lineage.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of values of which the last one stands, and whose past is kept: each row holds from the
 * position {@code recorded_from} up to {@code recorded_to}, which is null in the one that stands. A
 * removal is a row too, which never stands. A row holds the key, the values, whether the value is
 * removed, then the event's index, the source partition and the position. Written only in the order
 * of one partition.
 */
public final class PastTable implements Table {
  private final String order;
  private final int keyCount;
  private final int valueCount;
  private final Columns ended;
  private final Columns begun;
  private final String end;
  private final String begin;

  /**
   * A table by its name, with the columns of its key (without {@code recorded_from}) and values.
   */
  public PastTable(String table, List<Column> keys, List<Column> values) {
    this.order = table;
    this.keyCount = keys.size();
    this.valueCount = values.size();
    this.ended = Columns.of(keys, List.of(Column.bigint("position")));
    this.begun =
        Columns.of(
            keys,
            values,
            List.of(
                Column.flag("removed"),
                Column.integer("event_index"),
                Column.integer("source_partition"),
                Column.bigint("recorded_from"),
                Column.bigint("recorded_to")));
    this.end =
        """
        UPDATE graph.%s AS t SET recorded_to = r.position FROM %s
        WHERE %s AND t.recorded_to IS NULL AND t.recorded_from < r.position"""
            .formatted(
                table,
                ended.unnest(),
                new Columns(keys).each("t.%1$s = r.%1$s"::formatted, " AND "));
    this.begin =
        """
        INSERT INTO graph.%s (%s) SELECT %s FROM %s ON CONFLICT DO NOTHING"""
            .formatted(table, begun.each("%s"), begun.reads(), begun.unnest());
  }

  @Override
  public String order() {
    return order;
  }

  @Override
  public Uni<Void> write(Transaction transaction, List<Object[]> rows) {
    List<Object[]> ends = new ArrayList<>();
    List<Object[]> begins = new ArrayList<>();
    for (Map.Entry<List<Object>, List<Object[]>> history : histories(rows).entrySet()) {
      List<Object[]> changes = history.getValue();
      ends.add(endRow(history.getKey(), position(changes.get(0))));
      for (int i = 0; i < changes.size(); i++) {
        Object[] change = changes.get(i);
        Object next = i + 1 < changes.size() ? position(changes.get(i + 1)) : null;
        Object[] row = Arrays.copyOf(change, change.length + 1);
        row[change.length] = isRemoval(change) ? position(change) : next;
        begins.add(row);
      }
    }
    return run(transaction, end, ended, ends).chain(() -> run(transaction, begin, begun, begins));
  }

  /** The changes of each key, the last one of each event. */
  private Map<List<Object>, List<Object[]>> histories(List<Object[]> rows) {
    Map<List<Object>, List<Object[]>> histories = new LinkedHashMap<>();
    for (Object[] row : rows) {
      List<Object> key = Arrays.asList(Arrays.copyOf(row, keyCount));
      List<Object[]> changes = histories.computeIfAbsent(key, k -> new ArrayList<>());
      int last = changes.size() - 1;
      if (last >= 0 && isSameEvent(changes.get(last), row)) {
        changes.set(last, row);
      } else {
        changes.add(row);
      }
    }
    return histories;
  }

  private boolean isSameEvent(Object[] one, Object[] other) {
    return position(one).equals(position(other)) && index(one).equals(index(other));
  }

  private boolean isRemoval(Object[] row) {
    return (boolean) row[keyCount + valueCount];
  }

  private Object index(Object[] row) {
    return row[keyCount + valueCount + 1];
  }

  private Object position(Object[] row) {
    return row[keyCount + valueCount + 3];
  }

  private Object[] endRow(List<Object> key, Object position) {
    Object[] row = key.toArray(new Object[keyCount + 1]);
    row[keyCount] = position;
    return row;
  }

  private static Uni<Void> run(
      Transaction transaction, String sql, Columns columns, List<Object[]> rows) {
    Tuple parameters = columns.parameters(rows);
    return transaction.execute(sql, parameters).replaceWithVoid();
  }
}
