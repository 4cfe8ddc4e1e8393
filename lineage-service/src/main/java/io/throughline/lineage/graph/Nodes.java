package io.throughline.lineage.graph;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads nodes. */
@ApplicationScoped
public class Nodes {

  /**
   * A node.
   *
   * @param name its name
   * @param kind the number of its {@link NodeKind}
   * @param displayName for people
   * @param declared whether it was declared, or only mentioned
   * @param createTime when it came to be; null where it is only mentioned
   */
  public record Found(
      String name, int kind, String displayName, boolean declared, OffsetDateTime createTime) {

    static Found of(Row row) {
      return new Found(
          row.getString(0),
          row.getInteger(1),
          row.getString(2),
          row.getBoolean(3),
          row.getOffsetDateTime(4));
    }
  }

  private static final String COLUMNS =
      "SELECT name, kind, display_name, declared, create_time FROM graph.node ";

  private final Graph graph;

  public Nodes(Graph graph) {
    this.graph = graph;
  }

  /**
   * One node.
   *
   * @throws Failure (as a failure) NOT_FOUND
   */
  public Uni<Found> get(String tenant, ResourceName name) {
    return get(tenant, name, Moment.NOW);
  }

  /**
   * One node at a moment.
   *
   * @throws Failure (as a failure) NOT_FOUND where nobody had spoken of it, or it had not begun
   */
  public Uni<Found> get(String tenant, ResourceName name, Moment moment) {
    return find(tenant, name.scope().toString(), name.toString(), moment)
        .map(
            found ->
                found.orElseThrow(
                    () -> Failure.notFound(word(name.kind().name()), name.toString())));
  }

  /**
   * One node at a moment; empty where nobody had spoken of it, or it had not begun. Who speaks of a
   * node in another scope speaks of that scope too.
   */
  public Uni<Optional<Found>> find(String tenant, String scope, String name, Moment moment) {
    if (moment.isNow()) {
      return graph.first(
          COLUMNS + "WHERE tenant = $1 AND scope = $2 AND name = $3",
          Tuple.of(tenant, scope, name),
          Found::of);
    }
    return graph.first(
        """
        SELECT name, kind, display_name, declared AND %1$s AS declared,
          CASE WHEN %1$s THEN create_time END AS create_time
        FROM graph.node AS n
        WHERE n.tenant = $1 AND n.scope = $2 AND n.name = $3
          AND (n.create_time IS NULL OR NOT %1$s OR %2$s)
          AND (%3$s OR EXISTS (
            SELECT 1 FROM graph.edge AS e WHERE e.tenant = $1 AND e.scope = $2
              AND (e.source = $3 OR e.target = $3 OR $2 = $3) AND %4$s)
          OR EXISTS (
            SELECT 1 FROM graph.edge_past AS o WHERE o.tenant = $1 AND o.scope = $2
              AND (o.source = $3 OR o.target = $3 OR $2 = $3) AND %5$s))"""
            .formatted(
                Moment.known("n", 5),
                Moment.begun("n.create_time", 4),
                Moment.known("n.source_partition", "n.mentioned", 5),
                Moment.known("e", 5),
                Moment.known("o", 5)),
        moment.addTo(Tuple.of(tenant, scope, name)),
        Found::of);
  }

  /** Some nodes, each by its scope and name, in no order; what does not exist is left out. */
  public Uni<List<Found>> all(
      String tenant, List<String> scopes, List<String> names, Moment moment) {
    String known = Moment.known("n", 5) + " AND " + Moment.begun("n.create_time", 4);
    return graph.list(
        """
        SELECT n.name, n.kind, n.display_name, n.declared AND %1$s AS declared, n.create_time
        FROM (
          SELECT scope, array_agg(name) AS names
          FROM unnest($2::text[], $3::text[]) AS l(scope, name) GROUP BY scope) AS r
        JOIN graph.node AS n
          ON n.tenant = $1 AND n.scope = r.scope AND n.name = ANY (r.names)"""
            .formatted(known),
        moment.addTo(Tuple.of(tenant, scopes.toArray(String[]::new), names.toArray(String[]::new))),
        Found::of);
  }

  /**
   * The scopes of a kind, by name, after a name.
   *
   * @param deleted whether those that are deleted are among them
   */
  public Uni<List<Found>> scopes(
      String tenant, NodeKind kind, boolean deleted, String after, int size) {
    return graph.list(
        COLUMNS
            + """
            AS n WHERE tenant = $1 AND kind = $2 AND name = scope AND name > $3
              AND ($5 OR NOT EXISTS (
                SELECT 1 FROM graph.deletion AS d WHERE d.tenant = n.tenant AND d.scope = n.scope
                  AND d.subject = n.scope AND d.recorded_to IS NULL))
            ORDER BY name LIMIT $4""",
        Tuple.of(tenant, kind.getNumber(), after, size, deleted),
        Found::of);
  }

  /** Which of these scopes have an event that could not be applied. */
  public Uni<Set<String>> degraded(String tenant, List<String> scopes) {
    return graph
        .list(
            """
            SELECT DISTINCT scope FROM graph.quarantine
            WHERE tenant = $1 AND scope = ANY ($2)""",
            Tuple.of(tenant, scopes.toArray(String[]::new)),
            row -> row.getString(0))
        .map(found -> found.stream().collect(Collectors.toSet()));
  }

  private static String word(String kind) {
    return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
