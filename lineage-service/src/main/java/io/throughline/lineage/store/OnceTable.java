package io.throughline.lineage.store;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of values that are written once: of conflicting ones the first stands, and the others are
 * kept in the table {@code conflict}. A row holds the key, the compared values, the values that are
 * not compared, then the source partition and position, then the run that a conflict is recorded on
 * (may be empty), that run's scope, and what the value is called.
 */
public final class OnceTable implements Table {
  private static final List<Column> SOURCE =
      List.of(Column.integer("source_partition"), Column.bigint("recorded"));
  private static final List<Column> CONFLICT =
      List.of(
          Column.text("conflict_run"),
          Column.text("conflict_scope"),
          Column.text("conflict_subject"));
  private static final int MAX_SUBJECT = 1_000;
  private static final int MAX_VALUE = 2_000;

  private final String order;
  private final int keyCount;
  private final Columns stored;
  private final Columns all;
  private final String insert;
  private final String conflicts;

  private OnceTable(Shape shape) {
    List<Column> keys = shape.keys;
    this.stored = Columns.of(keys, shape.compared, shape.others, SOURCE);
    this.order = shape.order;
    this.all = Columns.of(keys, shape.compared, shape.others, SOURCE, CONFLICT);
    this.keyCount = keys.size();
    this.insert =
        """
        INSERT INTO graph.%s AS t (%s)
        SELECT %s FROM %s
        ON CONFLICT (%s) DO %s"""
            .formatted(
                shape.table,
                stored.each(name -> name.equals("recorded") ? shape.recorded : name, ", "),
                stored.reads(),
                stored.unnest(),
                new Columns(keys).each("%s"),
                shape.onConflict(stored));
    this.conflicts =
        """
        INSERT INTO graph.conflict
          (tenant, scope, run, subject, refused_digest, kept, refused, said_in, source_partition,
            recorded_from)
        SELECT DISTINCT ON (tenant, scope, run, subject, digest) *
        FROM (
          SELECT r.tenant, r.conflict_scope AS scope, r.conflict_run AS run,
            left(r.conflict_subject || d.label, %d) AS subject,
            md5(coalesce(d.refused, '')) AS digest,
            left(coalesce(d.kept, ''), %d) AS kept, left(coalesce(d.refused, ''), %d) AS refused,
            r.scope AS said_in, r.source_partition, r.recorded
          FROM %s
          JOIN graph.%s AS t ON %s
          CROSS JOIN LATERAL (%s) AS d(label, kept, refused)
          WHERE d.kept IS DISTINCT FROM d.refused) AS found
        ORDER BY tenant, scope, run, subject, digest, recorded
        ON CONFLICT DO NOTHING"""
            .formatted(
                MAX_SUBJECT,
                MAX_VALUE,
                MAX_VALUE,
                all.unnest(),
                shape.table,
                new Columns(keys).each("t.%1$s = r.%1$s"::formatted, " AND "),
                shape.differences());
  }

  /** Describes a table that is written once. */
  public static final class Shape {
    private final String order;
    private final String table;
    private final List<Column> keys;
    private final List<Column> compared;
    private List<Column> others = List.of();
    private String recorded = "recorded_from";
    private boolean partly;
    private String differences = "";

    private Shape(String order, String table, List<Column> keys, List<Column> compared) {
      this.order = order;
      this.table = table;
      this.keys = keys;
      this.compared = compared;
    }

    /** Values that are kept beside, and are no conflict where they differ. */
    public Shape beside(Column... columns) {
      this.others = List.of(columns);
      return this;
    }

    /**
     * The row may be there before these values are: they are unwritten as long as the given column,
     * which takes the position, is null.
     */
    public Shape unwrittenWhileNull(String column) {
      this.recorded = column;
      this.partly = true;
      return this;
    }

    /**
     * What differs between the row {@code t} that stands and the row {@code r} that came later: a
     * query for (label, kept, refused).
     */
    public Shape differences(String query) {
      this.differences = query;
      return this;
    }

    public OnceTable build() {
      return new OnceTable(this);
    }

    private String onConflict(Columns stored) {
      if (!partly) {
        return "NOTHING";
      }
      List<String> keyNames = keys.stream().map(Column::name).toList();
      String assignments =
          stored.names().stream()
              .filter(name -> !keyNames.contains(name))
              .map(name -> name.equals("recorded") ? recorded : name)
              .map("%1$s = excluded.%1$s"::formatted)
              .collect(Collectors.joining(", "));
      return "UPDATE SET %s WHERE t.%s IS NULL".formatted(assignments, recorded);
    }

    private String differences() {
      if (!differences.isEmpty()) {
        return differences;
      }
      boolean one = compared.size() == 1;
      return compared.stream()
          .map(Column::name)
          .map(
              name -> "('%s', t.%s::text, r.%s::text)".formatted(one ? "" : " " + name, name, name))
          .collect(Collectors.joining(", ", "VALUES ", ""));
    }
  }

  /** A table by its name, its primary key, and the values that are compared. */
  public static Shape of(String table, List<Column> keys, List<Column> compared) {
    return new Shape(table, table, keys, compared);
  }

  /** The same, with another place among the tables. */
  public static Shape of(String order, String table, List<Column> keys, List<Column> compared) {
    return new Shape(order, table, keys, compared);
  }

  @Override
  public String order() {
    return order;
  }

  @Override
  public Uni<Void> write(Transaction transaction, List<Object[]> rows) {
    return transaction
        .execute(insert, stored.parameters(Rows.firstByKey(rows, keyCount)))
        .onItem()
        .transformToUni(
            written ->
                written.rowCount() == rows.size()
                    ? Uni.createFrom().voidItem()
                    : transaction.execute(conflicts, all.parameters(rows)).replaceWithVoid());
  }
}
