package io.throughline.lineage.inspection;

import io.throughline.lineage.asof.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * What the graph says, table by table, in an order that content alone decides: for tenants $1 and
 * scope $2 (empty: all scopes). Of a past moment ($3, $4) it leaves out what is not dated:
 * summaries of series, of which the points tell the same, and the bytes of figures.
 */
final class Contents {
  private static final int TIME = 3;
  private static final int KNOWN = 4;

  /** The chunks of all series, those of one series together. */
  static final String CHUNKS =
      """
      SELECT s.tenant, s.scope, s.run, s.metric, s.model, s.dataset, s.segment, s.fold,
        c.codec, c.point_count, c.points, c.recorded, c.source_partition
      FROM graph.series AS s JOIN graph.chunk AS c USING (tenant, scope, series_id)
      WHERE s.tenant = ANY ($1) AND ($2 = '' OR s.scope = $2) AND $3::timestamptz IS NULL AND %s
      ORDER BY s.tenant, s.scope, s.run, s.metric, s.model, s.dataset, s.segment, s.fold"""
          .formatted(Moment.known("c", KNOWN));

  private final boolean past;
  private final List<String> queries = new ArrayList<>();

  private Contents(boolean past) {
    this.past = past;
  }

  /** Every statement but the one for points. */
  static List<String> queries(Moment moment) {
    Contents contents = new Contents(!moment.isNow());
    contents.addGraph();
    contents.addRuns();
    contents.addMeasurements();
    contents.addRest();
    return contents.queries;
  }

  private void addGraph() {
    if (past) {
      addPastNodes();
    } else {
      add(
          "t.name, t.kind, t.display_name, t.declared, " + stated("create_time", "time_stated"),
          "node",
          "t.name");
    }
    addEdges();
    add("t.name, t.detail::text, " + stated("valid_time", "time_stated"), "declaration", "t.name");
    addStanding("t.key, t.value", "attribute", "subject, key", "valid_time");
    addStanding("t.key, t.value", "tag", "subject, key", "valid_time");
    addStanding("t.reason", "deletion", "subject", "delete_time");
  }

  private void addPastNodes() {
    String declared = "t.declared AND " + Moment.known("t", KNOWN);
    queries.add(
        """
        SELECT t.tenant, 'node', t.scope, t.name, t.kind, %1$s,
          CASE WHEN %1$s AND t.kind NOT IN (1, 9, 12) THEN t.display_name END,
          CASE WHEN %1$s AND t.time_stated THEN t.create_time END
        FROM graph.node AS t
        WHERE %2$s AND $3::timestamptz IS NULL AND (%3$s OR EXISTS (
          SELECT 1 FROM graph.edge AS e
          WHERE e.tenant = t.tenant AND e.scope = t.scope AND (e.source = t.name OR e.target = t.name)
            AND (%4$s OR EXISTS (SELECT 1 FROM graph.edge_past AS o
              WHERE o.tenant = e.tenant AND o.scope = e.scope AND o.source = e.source
                AND o.kind = e.kind AND o.target = e.target AND %5$s))))
        ORDER BY t.tenant, t.scope, t.name"""
            .formatted(
                declared,
                where("t"),
                Moment.known("t.source_partition", "t.mentioned", KNOWN),
                Moment.known("e", KNOWN),
                Moment.known("o", KNOWN)));
  }

  private void addEdges() {
    if (!past) {
      add(
          "t.source, t.kind, t.target, t.end_time IS NULL, " + stated("start_time", "time_stated"),
          "edge",
          "t.source, t.kind, t.target, t.instance");
      return;
    }
    queries.add(
        """
        SELECT t.tenant, 'edge', t.scope, t.source, t.kind, t.target, t.start_time, t.ended
        FROM (
          SELECT e.tenant, e.scope, e.source, e.kind, e.target, e.instance, e.start_time,
            e.end_recorded IS NOT NULL AND %1$s AS ended
          FROM graph.edge AS e WHERE %2$s AND %3$s AND $3::timestamptz IS NULL
          UNION ALL
          SELECT o.tenant, o.scope, o.source, o.kind, o.target, 0, o.start_time, false
          FROM graph.edge_past AS o
          WHERE %4$s AND %5$s AND NOT %6$s) AS t
        ORDER BY t.tenant, t.scope, t.source, t.kind, t.target, t.instance"""
            .formatted(
                Moment.known("e.source_partition", "e.end_recorded", KNOWN),
                where("e"),
                Moment.known("e", KNOWN),
                where("o"),
                Moment.known("o", KNOWN),
                Moment.known("o.source_partition", "o.recorded_to", KNOWN)));
  }

  private void addRuns() {
    String started = known("start_recorded");
    String ended = known("end_recorded");
    queries.add(
        """
        SELECT t.tenant, 'run', t.scope, t.name, CASE WHEN %1$s THEN t.parent END,
          CASE WHEN %1$s THEN t.step END, CASE WHEN %1$s THEN t.display_name END,
          CASE WHEN %1$s AND t.start_stated THEN t.start_time END,
          CASE WHEN %2$s THEN t.end_state END, CASE WHEN %2$s THEN t.message END,
          CASE WHEN %2$s AND t.end_stated THEN t.end_time END
        FROM graph.run AS t WHERE %3$s AND (%1$s OR %2$s OR %4$s)
        ORDER BY t.tenant, t.scope, t.name"""
            .formatted(started, ended, where("t"), past ? "$3::timestamptz IS NOT NULL" : "true"));
    add("t.run, t.kind, t.key, t.form, t.value", "parameter", "t.run, t.kind, t.key");
    if (!past) {
      add(
          "t.run, t.metric, t.model, t.dataset, t.segment, t.fold, t.first_step,"
              + " t.first_millis, t.first_value, t.last_step, t.last_millis, t.last_value,"
              + " t.min_value, t.max_value",
          "series",
          "t.run, t.metric, t.model, t.dataset, t.segment, t.fold");
    }
    add("t.run, t.subject, t.kept, t.refused", "conflict", "t.run, t.subject, t.refused_digest");
  }

  private String known(String recorded) {
    String told = "t." + recorded + " IS NOT NULL";
    return past
        ? told + " AND " + Moment.known("t.source_partition", "t." + recorded, KNOWN)
        : told;
  }

  private void addMeasurements() {
    for (String form :
        List.of("score: t.unit, t.value", "fold: t.fold, t.value, t.train_count, t.test_count")) {
      String table = form.substring(0, form.indexOf(':'));
      String columns = form.substring(form.indexOf(':') + 1);
      queries.add(
          """
          SELECT m.tenant, '%1$s', m.scope, m.model, m.dataset, m.metric, m.segment, %2$s
          FROM graph.measurement AS m JOIN graph.%1$s AS t USING (tenant, scope, measurement_id)
          WHERE %3$s%4$s
          ORDER BY m.tenant, m.scope, m.model, m.dataset, m.metric, m.segment, %5$s"""
              .formatted(table, columns, where("m"), knownRow(), "t." + unit(table)));
    }
  }

  private static String unit(String table) {
    return table.equals("score") ? "unit" : "fold";
  }

  private void addRest() {
    add("t.dataset, t.run, t.access, t.role", "dataset_use", "t.dataset, t.run, t.access, t.role");
    if (!past) {
      add("t.digest", "figure_content", "t.digest");
    }
    add("t.digest, t.chunk_index", "figure_chunk", "t.digest, t.chunk_index");
    add("t.number, t.model", "model_version", "t.number");
    addStanding("t.version, t.evaluation", "alias", "name", "move_time");
    add(
        "t.name, t.model, t.model_version, t.phase, t.traffic_share, t.replaces, "
            + stated("start_time", "time_stated"),
        "deployment",
        "t.name");
    add(
        "t.deployment, t.reason, t.replaced_by, " + stated("end_time", "time_stated"),
        "deployment_end",
        "t.deployment");
    add("t.request_id, t.granted, t.reason, t.message", "outcome", "t.request_id");
  }

  private void add(String columns, String table, String order) {
    queries.add(
        "SELECT t.tenant, '%1$s', t.scope, %2$s FROM graph.%1$s AS t WHERE %3$s%4$s"
                .formatted(table, columns, where("t"), knownRow())
            + " ORDER BY t.tenant, t.scope, "
            + order);
  }

  private void addStanding(String columns, String table, String keys, String time) {
    String from =
        past
            ? Moment.standing(table, "tenant, scope, " + keys, time, where("p"), TIME)
            : "graph.%s AS t WHERE %s AND t.recorded_to IS NULL".formatted(table, where("t"));
    queries.add(
        "SELECT t.tenant, '%1$s', t.scope, %2$s, %3$s FROM %4$s ORDER BY t.tenant, t.scope, %2$s"
            .formatted(table, keys, columns, from));
  }

  private String knownRow() {
    return past ? " AND $3::timestamptz IS NULL AND " + Moment.known("t", KNOWN) : "";
  }

  private static String where(String alias) {
    return "%1$s.tenant = ANY ($1) AND ($2 = '' OR %1$s.scope = $2)".formatted(alias);
  }

  /** A column's time, where a producer said it. */
  private static String stated(String time, String flag) {
    return "CASE WHEN t.%s THEN t.%s END".formatted(flag, time);
  }
}
