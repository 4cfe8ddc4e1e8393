package io.throughline.lineage.graph;

import static io.throughline.lineage.store.Column.bigint;
import static io.throughline.lineage.store.Column.flag;
import static io.throughline.lineage.store.Column.integer;
import static io.throughline.lineage.store.Column.smallint;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import io.throughline.lineage.store.Column;
import io.throughline.lineage.store.SetTable;
import io.throughline.lineage.store.StatementTable;
import io.throughline.lineage.store.Table;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tables {@code edge} and {@code edge_past}. */
final class EdgeTable {
  private static final int START_TIME = 6;
  private static final int RECORDED_FROM = 10;
  private static final List<Column> KEYS =
      List.of(
          text("tenant"),
          text("scope"),
          text("source"),
          smallint("kind"),
          text("target"),
          bigint("instance"));
  private static final List<Column> VALUES =
      List.of(
          time("start_time"),
          flag("time_stated"),
          flag("mirrored"),
          integer("source_partition"),
          bigint("recorded_from"));

  /** Edges that are said once. */
  static final Table SAID_ONCE = SetTable.of("edge_1_once", "edge", KEYS, VALUES);

  /**
   * Edges that may be said again: such an edge holds since the earliest time. What was known before
   * an earlier time was told goes to the past. Of one edge the rows come with ever earlier times,
   * each with the position of the next one.
   */
  static final Table SAID_AGAIN =
      new StatementTable(
          "edge_2_again",
          concat(KEYS, VALUES, List.of(bigint("recorded_to"))),
          """
          WITH said AS (
            SELECT r.*, t.start_time AS known_start, t.mirrored AS known_mirrored,
              t.source_partition AS known_partition, t.recorded_from AS known_from
            FROM :rows
            LEFT JOIN graph.edge AS t ON t.tenant = r.tenant AND t.scope = r.scope
              AND t.source = r.source AND t.kind = r.kind AND t.target = r.target
              AND t.instance = r.instance
          ), known_before AS (
            INSERT INTO graph.edge_past (tenant, scope, source, kind, target, start_time, mirrored,
              source_partition, recorded_from, recorded_to)
            SELECT tenant, scope, source, kind, target, known_start, known_mirrored,
              known_partition, known_from, min(recorded_from)
            FROM said WHERE start_time < known_start
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
            ON CONFLICT DO NOTHING
          ), said_before AS (
            INSERT INTO graph.edge_past (tenant, scope, source, kind, target, start_time, mirrored,
              source_partition, recorded_from, recorded_to)
            SELECT tenant, scope, source, kind, target, start_time, mirrored,
              source_partition, recorded_from, recorded_to
            FROM said
            WHERE recorded_to IS NOT NULL AND (known_start IS NULL OR start_time < known_start)
            ON CONFLICT DO NOTHING
          )
          INSERT INTO graph.edge AS t (tenant, scope, source, kind, target, instance,
            start_time, time_stated, mirrored, source_partition, recorded_from)
          SELECT tenant, scope, source, kind, target, instance,
            start_time, time_stated, mirrored, source_partition, recorded_from
          FROM said WHERE recorded_to IS NULL
          ON CONFLICT (tenant, scope, source, kind, target, instance) DO UPDATE SET
            start_time = excluded.start_time, time_stated = excluded.time_stated,
            source_partition = excluded.source_partition, recorded_from = excluded.recorded_from
          WHERE excluded.start_time < t.start_time""",
          EdgeTable::everEarlier);

  /** Edges that no longer hold. */
  static final Table ENDED =
      new StatementTable(
          "edge_3_ended",
          concat(KEYS, List.of(time("end_time"), bigint("end_recorded"))),
          """
          UPDATE graph.edge AS t SET end_time = r.end_time, end_recorded = r.end_recorded
          FROM :rows
          WHERE t.tenant = r.tenant AND t.scope = r.scope AND t.source = r.source
            AND t.kind = r.kind AND t.target = r.target AND t.instance = r.instance
            AND t.end_recorded IS NULL""",
          UnaryOperator.identity());

  private EdgeTable() {}

  @SafeVarargs
  private static List<Column> concat(List<Column>... parts) {
    return Arrays.stream(parts).flatMap(List::stream).toList();
  }

  /** Of each edge the rows that tell of an earlier time than those before. */
  private static List<Object[]> everEarlier(List<Object[]> rows) {
    Map<List<Object>, List<Object[]>> chains = new LinkedHashMap<>();
    for (Object[] row : rows) {
      List<Object[]> chain =
          chains.computeIfAbsent(
              Arrays.asList(Arrays.copyOf(row, KEYS.size())), key -> new ArrayList<>());
      Object[] last = chain.isEmpty() ? null : chain.get(chain.size() - 1);
      if (last != null && !start(row).isBefore(start(last))) {
        continue;
      }
      if (last != null && last[RECORDED_FROM].equals(row[RECORDED_FROM])) {
        chain.remove(last);
      }
      chain.add(Arrays.copyOf(row, row.length + 1));
    }
    List<Object[]> all = new ArrayList<>();
    for (List<Object[]> chain : chains.values()) {
      for (int i = 0; i + 1 < chain.size(); i++) {
        chain.get(i)[RECORDED_FROM + 1] = chain.get(i + 1)[RECORDED_FROM];
      }
      all.addAll(chain);
    }
    all.sort(
        Comparator.comparing((Object[] row) -> (String) row[1])
            .thenComparing(row -> (String) row[2])
            .thenComparing(row -> (String) row[4]));
    return all;
  }

  private static OffsetDateTime start(Object[] row) {
    return (OffsetDateTime) row[START_TIME];
  }
}
