package io.throughline.lineage.graph;

import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.PastTable;
import io.throughline.lineage.store.Table;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is said of experiments, registered models and environments, which may be said again: the
 * last one said wins, each attribute for itself. An empty one is not said.
 */
@ApplicationScoped
public class Attributes {
  public static final String DISPLAY_NAME = "display_name";

  private static final Table TABLE =
      new PastTable(
          "attribute",
          List.of(text("tenant"), text("scope"), text("subject"), text("key")),
          List.of(text("value"), time("valid_time")));

  private final Graph graph;

  public Attributes(Graph graph) {
    this.graph = graph;
  }

  /** Says an attribute of the scope itself. */
  public static void say(Fact fact, Writes writes, String key, String value) {
    if (!value.isEmpty()) {
      writes.add(
          TABLE,
          fact.tenant(),
          fact.scope(),
          fact.scope(),
          key,
          value,
          fact.validTime(),
          false,
          fact.index(),
          fact.partition(),
          fact.position());
    }
  }

  /** The attributes of scopes: for each scope's name, values by key. */
  public Uni<Map<String, Map<String, String>>> of(String tenant, List<String> scopes) {
    return of(tenant, scopes, Moment.NOW);
  }

  /** The same at a moment. */
  public Uni<Map<String, Map<String, String>>> of(
      String tenant, List<String> scopes, Moment moment) {
    String where = "p.tenant = $1 AND p.scope = ANY ($2) AND p.subject = p.scope";
    Tuple values = Tuple.of(tenant, scopes.toArray(String[]::new));
    return graph
        .list(
            "SELECT subject, key, value FROM "
                + (moment.isNow()
                    ? "graph.attribute AS p WHERE %s AND recorded_to IS NULL".formatted(where)
                    : Moment.standing("attribute", "scope, key", "valid_time", where, 3)),
            moment.isNow() ? values : moment.addTo(values),
            row -> new String[] {row.getString(0), row.getString(1), row.getString(2)})
        .map(
            rows ->
                rows.stream()
                    .collect(
                        Collectors.groupingBy(
                            row -> row[0], Collectors.toMap(row -> row[1], row -> row[2]))));
  }
}
