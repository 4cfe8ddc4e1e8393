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
import io.throughline.lineage.v1.NodeKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table {@code node}. */
final class NodeTable {
  private static final int DISPLAY_NAME = 4;
  private static final int RENAMES = 10;
  private static final List<Column> KEYS = List.of(text("tenant"), text("scope"), text("name"));

  private static final List<Column> MENTION =
      List.of(smallint("kind"), text("display_name"), flag("declared"), flag("time_stated"));

  /** Nodes that another scope mentioned. */
  static final Table MENTIONED_ELSEWHERE = SetTable.of("node_1_mentioned", "node", KEYS, MENTION);

  /** Nodes that their own scope mentioned, with the position where it did. */
  static final Table MENTIONED =
      new StatementTable(
          "node_2_mentioned",
          List.of(
              text("tenant"),
              text("scope"),
              text("name"),
              smallint("kind"),
              text("display_name"),
              flag("declared"),
              flag("time_stated"),
              integer("source_partition"),
              bigint("mentioned")),
          """
          INSERT INTO graph.node AS t
            (tenant, scope, name, kind, display_name, declared, time_stated, source_partition,
              mentioned)
          SELECT tenant, scope, name, kind, display_name, declared, time_stated, source_partition,
            mentioned
          FROM :rows
          ON CONFLICT (tenant, scope, name) DO UPDATE SET
            source_partition = excluded.source_partition, mentioned = excluded.mentioned
          WHERE t.mentioned IS NULL""",
          rows -> StatementTable.firstByKey(rows, KEYS.size()));

  /** A run that was mentioned or declared has a row of its own too, by which a search finds it. */
  static final Table RUN = SetTable.of("run_1_mentioned", "run", KEYS, List.of());

  /** Nodes that were declared. Whether a later declaration renames the node stands last. */
  static final Table DECLARED =
      new StatementTable(
          "node_3_declared",
          List.of(
              text("tenant"),
              text("scope"),
              text("name"),
              smallint("kind"),
              text("display_name"),
              flag("declared"),
              time("create_time"),
              flag("time_stated"),
              integer("source_partition"),
              bigint("recorded_from"),
              flag("renames")),
          """
          INSERT INTO graph.node AS t (tenant, scope, name, kind, display_name, declared,
            create_time, time_stated, source_partition, recorded_from, mentioned)
          SELECT tenant, scope, name, kind, display_name, declared,
            create_time, time_stated, source_partition, recorded_from, recorded_from
          FROM :rows
          ON CONFLICT (tenant, scope, name) DO UPDATE SET
            declared = true,
            display_name = CASE WHEN excluded.display_name = '' THEN t.display_name
              ELSE excluded.display_name END,
            create_time = CASE WHEN t.declared THEN t.create_time ELSE excluded.create_time END,
            time_stated = CASE WHEN t.declared THEN t.time_stated ELSE excluded.time_stated END,
            source_partition = excluded.source_partition,
            mentioned = coalesce(t.mentioned, excluded.mentioned),
            recorded_from =
              CASE WHEN t.declared THEN t.recorded_from ELSE excluded.recorded_from END
          WHERE NOT t.declared OR excluded.kind IN (%d, %d, %d)"""
              .formatted(
                  NodeKind.NODE_KIND_EXPERIMENT_VALUE,
                  NodeKind.NODE_KIND_REGISTERED_MODEL_VALUE,
                  NodeKind.NODE_KIND_ENVIRONMENT_VALUE),
          NodeTable::merge);

  private NodeTable() {}

  /** Each node once: the first declaration, with the last name where names may change. */
  private static List<Object[]> merge(List<Object[]> rows) {
    Map<List<Object>, Object[]> merged = new LinkedHashMap<>();
    for (Object[] row : rows) {
      Object[] first = merged.putIfAbsent(List.of(row[0], row[1], row[2]), row.clone());
      if (first != null && (boolean) row[RENAMES] && !row[DISPLAY_NAME].equals("")) {
        first[DISPLAY_NAME] = row[DISPLAY_NAME];
      }
    }
    return StatementTable.firstByKey(List.copyOf(merged.values()), KEYS.size());
  }
}
