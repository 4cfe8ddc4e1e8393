package io.throughline.lineage.store;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** A table that is a set: a row whose key is there already changes nothing, and is no conflict. */
public final class SetTable implements Table {
  private final String order;
  private final int keyCount;
  private final Columns columns;
  private final String insert;

  private SetTable(String order, String table, List<Column> keys, List<Column> values) {
    this.order = order;
    this.keyCount = keys.size();
    this.columns = Columns.of(keys, values);
    this.insert =
        """
        INSERT INTO graph.%s (%s)
        SELECT %s FROM %s
        ON CONFLICT (%s) DO NOTHING"""
            .formatted(
                table,
                columns.each("%s"),
                columns.reads(),
                columns.unnest(),
                new Columns(keys).each("%s"));
  }

  /** A table by its name, with the columns of its primary key and the others. */
  public static SetTable of(String table, List<Column> keys, List<Column> values) {
    return new SetTable(table, table, keys, values);
  }

  /** The same, with another place among the tables. */
  public static SetTable of(String order, String table, List<Column> keys, List<Column> values) {
    return new SetTable(order, table, keys, values);
  }

  @Override
  public String order() {
    return order;
  }

  @Override
  public Uni<Void> write(Transaction transaction, List<Object[]> rows) {
    return transaction
        .execute(insert, columns.parameters(Rows.firstByKey(rows, keyCount)))
        .replaceWithVoid();
  }
}
