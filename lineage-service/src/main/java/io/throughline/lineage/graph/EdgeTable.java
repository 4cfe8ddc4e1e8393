package io.throughline.lineage.graph;

import static io.throughline.lineage.store.Column.bigint;
import static io.throughline.lineage.store.Column.flag;
import static io.throughline.lineage.store.Column.integer;
import static io.throughline.lineage.store.Column.smallint;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import io.throughline.lineage.store.StatementTable;
import io.throughline.lineage.store.Table;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The table {@code edge}. */
final class EdgeTable {
  private static final int KEY_LENGTH = 6;
  private static final int START_TIME = 6;

  /** Edges that hold. Said several times, an edge holds since the earliest time. */
  static final Table BEGUN =
      new StatementTable(
          "edge_1_begun",
          List.of(
              text("tenant"),
              text("scope"),
              text("source"),
              smallint("kind"),
              text("target"),
              bigint("instance"),
              time("start_time"),
              flag("time_stated"),
              integer("source_partition"),
              bigint("recorded_from")),
          """
          INSERT INTO graph.edge AS t (tenant, scope, source, kind, target, instance,
            start_time, time_stated, source_partition, recorded_from)
          SELECT tenant, scope, source, kind, target, instance,
            start_time, time_stated, source_partition, recorded_from
          FROM :rows ORDER BY tenant, scope, source, kind, target, instance
          ON CONFLICT (tenant, scope, source, kind, target, instance) DO UPDATE SET
            start_time = excluded.start_time, time_stated = excluded.time_stated
          WHERE excluded.start_time < t.start_time""",
          EdgeTable::earliest);

  /** Edges that no longer hold. */
  static final Table ENDED =
      new StatementTable(
          "edge_2_ended",
          List.of(
              text("tenant"),
              text("scope"),
              text("source"),
              smallint("kind"),
              text("target"),
              bigint("instance"),
              time("end_time"),
              bigint("recorded_to")),
          """
          UPDATE graph.edge AS t SET end_time = r.end_time, recorded_to = r.recorded_to
          FROM :rows
          WHERE t.tenant = r.tenant AND t.scope = r.scope AND t.source = r.source
            AND t.kind = r.kind AND t.target = r.target AND t.instance = r.instance
            AND t.recorded_to IS NULL""",
          UnaryOperator.identity());

  private EdgeTable() {}

  private static List<Object[]> earliest(List<Object[]> rows) {
    Map<List<Object>, Object[]> merged = new LinkedHashMap<>();
    for (Object[] row : rows) {
      List<Object> key = List.of(row).subList(0, KEY_LENGTH);
      merged.merge(
          key,
          row,
          (one, other) ->
              ((OffsetDateTime) other[START_TIME]).isBefore((OffsetDateTime) one[START_TIME])
                  ? other
                  : one);
    }
    return new ArrayList<>(merged.values());
  }
}
