package io.throughline.lineage.store;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows that come into a table by a statement of its feature's own. */
public final class StatementTable implements Table {
  private final String order;
  private final Columns columns;
  private final String statement;
  private final UnaryOperator<List<Object[]>> merge;

  /**
   * A statement over rows.
   *
   * @param order its place among the tables
   * @param columns the columns of the rows
   * @param statement SQL in which {@code :rows} stands for the rows as a table {@code r}
   * @param merge makes of the rows what the statement may see: each key once, for an upsert
   */
  public StatementTable(
      String order, List<Column> columns, String statement, UnaryOperator<List<Object[]>> merge) {
    this.order = order;
    this.columns = new Columns(columns);
    this.statement = statement.replace(":rows", this.columns.unnest());
    this.merge = merge;
  }

  /** The first row of each key, by key: a merge for rows of which the first one counts. */
  public static List<Object[]> firstByKey(List<Object[]> rows, int keyCount) {
    return Rows.firstByKey(rows, keyCount);
  }

  @Override
  public String order() {
    return order;
  }

  @Override
  public Uni<Void> write(Transaction transaction, List<Object[]> rows) {
    return transaction.execute(statement, columns.parameters(merge.apply(rows))).replaceWithVoid();
  }
}
