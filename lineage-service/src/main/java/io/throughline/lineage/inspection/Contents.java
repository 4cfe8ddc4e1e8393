package io.throughline.lineage.inspection;

import java.util.List;

/** What the graph says, table by table, in an order that content alone decides. */
final class Contents {
  private Contents() {}

  /** For tenant $1 and scope $2 (empty: all scopes). */
  private static final String WHERE = " AS t WHERE t.tenant = $1 AND ($2 = '' OR t.scope = $2) ";

  private static final String NOW = " AND t.recorded_to IS NULL ";

  private static String query(String columns, String table, String more, String order) {
    return "SELECT '%s', t.scope, %s FROM graph.%s%s%s ORDER BY t.scope, %s"
        .formatted(table, columns, table, WHERE, more, order);
  }

  /** A column's time, where a producer said it. */
  private static String stated(String time, String flag) {
    return "CASE WHEN t.%s THEN t.%s END".formatted(flag, time);
  }

  /** Every statement but the one for points. */
  static final List<String> QUERIES =
      List.of(
          query(
              "t.name, t.kind, t.display_name, t.declared, " + stated("create_time", "time_stated"),
              "node",
              "",
              "t.name"),
          query(
              "t.source, t.kind, t.target, t.end_time IS NULL, "
                  + stated("start_time", "time_stated"),
              "edge",
              "",
              "t.source, t.kind, t.target, t.instance"),
          query(
              "t.name, t.detail::text, " + stated("valid_time", "time_stated"),
              "declaration",
              "",
              "t.name"),
          query("t.subject, t.key, t.value", "attribute", NOW, "t.subject, t.key"),
          query("t.subject, t.key, t.value", "tag", NOW, "t.subject, t.key"),
          query(
              "t.name, t.parent, t.step, t.display_name, t.state, t.message, "
                  + stated("start_time", "start_stated")
                  + ", "
                  + stated("end_time", "end_stated"),
              "run",
              "",
              "t.name"),
          query("t.run, t.kind, t.key, t.form, t.value", "parameter", "", "t.run, t.kind, t.key"),
          query(
              "t.run, t.metric, t.model, t.dataset, t.segment, t.fold, t.first_step,"
                  + " t.first_millis, t.first_value, t.last_step, t.last_millis, t.last_value,"
                  + " t.min_value, t.max_value",
              "series",
              "",
              "t.run, t.metric, t.model, t.dataset, t.segment, t.fold"),
          """
          SELECT 'score', m.scope, m.model, m.dataset, m.metric, t.unit, t.value
          FROM graph.measurement AS m JOIN graph.score AS t USING (tenant, scope, measurement_id)
          WHERE m.tenant = $1 AND ($2 = '' OR m.scope = $2)
          ORDER BY m.scope, m.model, m.dataset, m.metric, t.unit""",
          """
          SELECT 'fold', m.scope, m.model, m.dataset, m.metric, m.segment, t.fold, t.value,
            t.train_count, t.test_count
          FROM graph.measurement AS m JOIN graph.fold AS t USING (tenant, scope, measurement_id)
          WHERE m.tenant = $1 AND ($2 = '' OR m.scope = $2)
          ORDER BY m.scope, m.model, m.dataset, m.metric, m.segment, t.fold""",
          query(
              "t.dataset, t.run, t.access, t.role",
              "dataset_use",
              "",
              "t.dataset, t.run, t.access, t.role"),
          query("t.digest", "figure_content", "", "t.digest"),
          query("t.digest, t.chunk_index", "figure_chunk", "", "t.digest, t.chunk_index"),
          query("t.subject, t.reason", "deletion", NOW, "t.subject"),
          query("t.number, t.model", "model_version", "", "t.number"),
          query("t.name, t.version, t.evaluation", "alias", NOW, "t.name"),
          query(
              "t.name, t.model, t.model_version, t.phase, t.traffic_share, t.replaces, "
                  + stated("start_time", "time_stated"),
              "deployment",
              "",
              "t.name"),
          query(
              "t.deployment, t.reason, t.replaced_by, " + stated("end_time", "time_stated"),
              "deployment_end",
              "",
              "t.deployment"),
          query("t.request_id, t.granted, t.reason, t.message", "outcome", "", "t.request_id"),
          query(
              "t.run, t.subject, t.kept, t.refused",
              "conflict",
              "",
              "t.run, t.subject, t.refused_digest"));

  /** The chunks of all series, those of one series together. */
  static final String CHUNKS =
      """
      SELECT s.scope, s.run, s.metric, s.model, s.dataset, s.segment, s.fold,
        c.codec, c.point_count, c.points
      FROM graph.series AS s JOIN graph.chunk AS c USING (tenant, scope, series_id)
      WHERE s.tenant = $1 AND ($2 = '' OR s.scope = $2)
      ORDER BY s.scope, s.run, s.metric, s.model, s.dataset, s.segment, s.fold""";
}
