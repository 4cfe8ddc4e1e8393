package io.throughline.lineage.series;

import static io.throughline.lineage.store.Column.bigint;
import static io.throughline.lineage.store.Column.bytes;
import static io.throughline.lineage.store.Column.integer;
import static io.throughline.lineage.store.Column.number;
import static io.throughline.lineage.store.Column.smallint;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.uuid;

import io.throughline.lineage.store.SetTable;
import io.throughline.lineage.store.StatementTable;
import io.throughline.lineage.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables {@code chunk} and {@code series}. */
final class SeriesTables {
  private static final int FIRST = 9;
  private static final int LAST = 12;
  private static final int MIN = 15;
  private static final int MAX = 16;
  private static final int SMALL_CHUNKS = 17;

  static final Table CHUNK =
      SetTable.of(
          "chunk",
          List.of(
              text("tenant"),
              text("scope"),
              uuid("series_id"),
              integer("source_partition"),
              bigint("recorded_from"),
              integer("event_index")),
          List.of(
              bigint("min_step"),
              bigint("max_step"),
              integer("point_count"),
              smallint("codec"),
              bytes("points")));

  static final Table SERIES =
      new StatementTable(
          "series",
          List.of(
              text("tenant"),
              text("scope"),
              uuid("series_id"),
              text("run"),
              text("metric"),
              text("model"),
              text("dataset"),
              text("segment"),
              integer("fold"),
              bigint("first_step"),
              bigint("first_millis"),
              number("first_value"),
              bigint("last_step"),
              bigint("last_millis"),
              number("last_value"),
              number("min_value"),
              number("max_value"),
              integer("small_chunks")),
          """
          INSERT INTO graph.series AS t (tenant, scope, series_id, run, metric, model, dataset,
            segment, fold, first_step, first_millis, first_value, last_step, last_millis,
            last_value, min_value, max_value, small_chunks)
          SELECT tenant, scope, series_id, run, metric, model, dataset,
            segment, fold, first_step, first_millis, first_value, last_step, last_millis,
            last_value, min_value, max_value, small_chunks
          FROM :rows ORDER BY tenant, scope, series_id
          ON CONFLICT (tenant, scope, series_id) DO UPDATE SET
            (first_step, first_millis, first_value) = (
              SELECT * FROM (VALUES
                (t.first_step, t.first_millis, t.first_value),
                (excluded.first_step, excluded.first_millis, excluded.first_value)) AS p
              ORDER BY 1, 2, 3 LIMIT 1),
            (last_step, last_millis, last_value) = (
              SELECT * FROM (VALUES
                (t.last_step, t.last_millis, t.last_value),
                (excluded.last_step, excluded.last_millis, excluded.last_value)) AS p
              ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT 1),
            min_value = least(t.min_value, excluded.min_value),
            max_value = greatest(t.max_value, excluded.max_value),
            small_chunks = t.small_chunks + excluded.small_chunks""",
          SeriesTables::merge);

  private SeriesTables() {}

  /** Each series once, with the summary of all its rows. */
  private static List<Object[]> merge(List<Object[]> rows) {
    Map<List<Object>, Object[]> merged = new LinkedHashMap<>();
    for (Object[] row : rows) {
      merged.merge(List.of(row[0], row[1], row[2]), row.clone(), SeriesTables::merge);
    }
    return new ArrayList<>(merged.values());
  }

  private static Object[] merge(Object[] one, Object[] other) {
    if (compare(other, one, FIRST) < 0) {
      System.arraycopy(other, FIRST, one, FIRST, 3);
    }
    if (compare(other, one, LAST) > 0) {
      System.arraycopy(other, LAST, one, LAST, 3);
    }
    one[MIN] = extreme((Double) one[MIN], (Double) other[MIN], -1);
    one[MAX] = extreme((Double) one[MAX], (Double) other[MAX], 1);
    one[SMALL_CHUNKS] = (int) one[SMALL_CHUNKS] + (int) other[SMALL_CHUNKS];
    return one;
  }

  private static int compare(Object[] one, Object[] other, int at) {
    int byStep = Long.compare((long) one[at], (long) other[at]);
    int byTime = byStep != 0 ? byStep : Long.compare((long) one[at + 1], (long) other[at + 1]);
    return byTime != 0 ? byTime : Double.compare((double) one[at + 2], (double) other[at + 2]);
  }

  private static Double extreme(Double one, Double other, int sign) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return sign * Double.compare(one, other) >= 0 ? one : other;
  }
}
