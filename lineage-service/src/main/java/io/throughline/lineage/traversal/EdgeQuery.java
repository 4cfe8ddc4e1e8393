package io.throughline.lineage.traversal;

import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.GraphName;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;

/**
 * Asks for the edges of some nodes, as a walk's rules want them: a row of arrays, with the source,
 * kind, target and instance of each, since when it holds and until when it held (see {@link
 * Link#all}).
 */
final class EdgeQuery {
  private static final int AT = 9;
  private static final int KNOWN = 10;

  private static final String COLUMNS =
      "e.source, e.kind, e.target, e.instance, e.start_time, e.end_time";

  private static final String ENDS = "e.source, e.target";

  private static final String ALL_COLUMNS =
      """
      SELECT array_agg(a.source) AS sources, array_agg(a.kind) AS kinds,
        array_agg(a.target) AS targets, array_agg(a.instance) AS instances,
        array_agg(a.start_time) AS start_times, array_agg(a.end_time) AS end_times
      FROM (%s) AS a""";

  /** Where only the nodes are asked for. */
  private static final String ALL_ENDS =
      """
      SELECT array_agg(a.source) AS sources, array_agg(a.target) AS targets FROM (%s) AS a""";

  /** The nodes of a scope are looked up together, in the order of the index. */
  private static final String NOW =
      """
      SELECT e.source, e.kind, e.target, e.instance, e.start_time, e.end_time
      FROM (
        SELECT scope, array_agg(name) AS names FROM unnest($2::text[], $3::text[]) AS l(scope, name)
        GROUP BY scope) AS f
      JOIN graph.edge AS e ON e.tenant = $1 AND e.scope = f.scope AND e.%1$s = ANY (f.names)
      WHERE $%2$d""";

  /** What was not known to have ended had not; what is known since an earlier time was later. */
  private static final String THEN =
      """
      SELECT e.source, e.kind, e.target, e.instance, e.start_time,
        CASE WHEN %3$s AND %4$s THEN e.end_time END AS end_time
      FROM unnest($2::text[], $3::text[]) AS f(scope, name)
      JOIN graph.edge AS e ON e.tenant = $1 AND e.scope = f.scope AND e.%1$s = f.name
      WHERE $%2$d AND %5$s AND %6$s
      UNION ALL
      SELECT o.source, o.kind, o.target, 0, o.start_time, NULL
      FROM unnest($2::text[], $3::text[]) AS f(scope, name)
      JOIN graph.edge_past AS o ON o.tenant = $1 AND o.scope = f.scope AND o.%1$s = f.name
      WHERE $%2$d AND %7$s AND NOT %8$s AND %9$s""";

  private static final String FOLLOWED =
      """
      (SELECT %s FROM (%s) AS e
      WHERE ($6::smallint[] IS NULL OR e.kind = ANY ($6))
        AND ($7::timestamptz IS NULL
          OR (e.start_time <= $7 AND (e.end_time IS NULL OR e.end_time > $7)))
      LIMIT $8)""";

  private static final String NOW_EDGES =
      ALL_COLUMNS.formatted(both(COLUMNS, now("source", 4), now("target", 5)));
  private static final String NOW_NODES =
      ALL_ENDS.formatted(both(ENDS, now("source", 4), now("target", 5)));
  private static final String THEN_EDGES =
      ALL_COLUMNS.formatted(both(COLUMNS, then("source", 4), then("target", 5)));

  private EdgeQuery() {}

  /** The statement; without kinds, instances and times where only nodes are of interest. */
  static String sql(Moment moment, Rules rules) {
    if (moment.isNow()) {
      return rules.nodesOnly() ? NOW_NODES : NOW_EDGES;
    }
    return THEN_EDGES;
  }

  /** The values of the statement: of these nodes at most so many edges either way. */
  static Tuple values(
      String tenant, Moment moment, Rules rules, Collection<GraphName> nodes, int limit) {
    Tuple values =
        Tuple.tuple()
            .addString(tenant)
            .addArrayOfString(nodes.stream().map(GraphName::scope).toArray(String[]::new))
            .addArrayOfString(nodes.stream().map(GraphName::text).toArray(String[]::new))
            .addBoolean(rules.down())
            .addBoolean(rules.up())
            .addArrayOfShort(rules.kindNumbers())
            .addOffsetDateTime(rules.holdingAt())
            .addInteger(limit);
    return moment.isNow() ? values : moment.addTo(values);
  }

  private static String both(String columns, String down, String up) {
    return FOLLOWED.formatted(columns, down) + " UNION ALL " + FOLLOWED.formatted(columns, up);
  }

  private static String now(String end, int wanted) {
    return NOW.formatted(end, wanted);
  }

  private static String then(String end, int wanted) {
    return THEN.formatted(
        end,
        wanted,
        Moment.known("e.source_partition", "e.end_recorded", KNOWN),
        Moment.begun("e.end_time", AT),
        Moment.known("e", KNOWN),
        Moment.begun("e.start_time", AT),
        Moment.known("o", KNOWN),
        Moment.known("o.source_partition", "o.recorded_to", KNOWN),
        Moment.begun("o.start_time", AT));
  }
}
