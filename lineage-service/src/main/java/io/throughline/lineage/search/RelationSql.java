package io.throughline.lineage.search;

import io.throughline.lineage.search.Formula.Related;
import io.throughline.lineage.v1.EdgeKind;

/** Whether a run stands in a relation, in SQL in which {@code :run} is its name. */
final class RelationSql {
  private static final String TO_RUN =
      """
      EXISTS (SELECT FROM graph.edge AS e WHERE e.tenant = $1 AND e.scope = $2
        AND e.target = :run AND e.kind = %s AND %s)""";
  private static final String FROM_RUN =
      """
      EXISTS (SELECT FROM graph.edge AS e WHERE e.tenant = $1 AND e.scope = $2
        AND e.source = :run AND e.kind = %s AND %s)""";
  private static final String OF_ITS_MODELS =
      """
      EXISTS (SELECT FROM graph.edge AS e
        JOIN graph.edge AS f ON f.tenant = $1 AND f.scope = $2 AND f.source = e.target
        WHERE e.tenant = $1 AND e.scope = $2 AND e.source = :run AND e.kind = %s
          AND f.kind = %s%s)""";

  private RelationSql() {}

  static String of(Related related, Binds binds) {
    Relation relation = related.relation();
    return switch (relation) {
      case CHILD_OF ->
          related.id().isEmpty()
              ? "(r.parent <> '')"
              : "(r.parent = %s)".formatted(binds.add(name(related, binds)));
      case USED_DATASET, USED_MODEL ->
          TO_RUN.formatted(
              kind(EdgeKind.EDGE_KIND_USED_BY, binds), end("e.source", related, binds));
      case MEASURED_MODEL ->
          TO_RUN.formatted(
              kind(EdgeKind.EDGE_KIND_MEASURED_BY, binds), end("e.source", related, binds));
      case PRODUCED_DATASET, PRODUCED_MODEL ->
          FROM_RUN.formatted(
              kind(EdgeKind.EDGE_KIND_PRODUCED, binds), end("e.target", related, binds));
      case REGISTERED_AS -> ofItsModels(EdgeKind.EDGE_KIND_REGISTERED_AS, "", related, binds);
      case DEPLOYED_IN -> ofItsModels(EdgeKind.EDGE_KIND_DEPLOYED_AS, "", related, binds);
      case LIVE_IN ->
          ofItsModels(
              EdgeKind.EDGE_KIND_DEPLOYED_AS,
              " AND f.start_time <= now() AND (f.end_time IS NULL OR f.end_time > now())",
              related,
              binds);
    };
  }

  private static String ofItsModels(EdgeKind kind, String held, Related related, Binds binds) {
    String within =
        related.id().isEmpty()
            ? ""
            : " AND starts_with(f.target, %s)".formatted(binds.add(name(related, binds) + "/"));
    return OF_ITS_MODELS.formatted(
        kind(EdgeKind.EDGE_KIND_PRODUCED, binds), kind(kind, binds), held + within);
  }

  private static String end(String column, Related related, Binds binds) {
    return related.id().isEmpty()
        ? "strpos(%s, '/%s/') > 0".formatted(column, related.relation().collection())
        : "%s = %s".formatted(column, binds.add(name(related, binds)));
  }

  private static String kind(EdgeKind kind, Binds binds) {
    return binds.add(kind.getNumber());
  }

  private static String name(Related related, Binds binds) {
    return related.relation().name(binds.scope(), related.id());
  }
}
