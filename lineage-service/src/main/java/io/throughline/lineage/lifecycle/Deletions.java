package io.throughline.lineage.lifecycle;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads which experiments are deleted. */
@ApplicationScoped
public class Deletions {
  private record Deletion(String subject, OffsetDateTime time) {}

  private final Graph graph;

  Deletions(Graph graph) {
    this.graph = graph;
  }

  /** Since when each of these experiments is (or was, at the moment) deleted, as far as it is. */
  public Uni<Map<String, OffsetDateTime>> of(
      String tenant, List<String> experiments, Moment moment) {
    String where = "p.tenant = $1 AND p.scope = ANY ($2) AND p.subject = p.scope";
    Tuple values = Tuple.of(tenant, experiments.toArray(String[]::new));
    return graph
        .list(
            "SELECT subject, delete_time FROM "
                + (moment.isNow()
                    ? "graph.deletion AS p WHERE %s AND recorded_to IS NULL".formatted(where)
                    : Moment.standing("deletion", "scope, subject", "delete_time", where, 3)),
            moment.isNow() ? values : moment.addTo(values),
            row -> new Deletion(row.getString(0), row.getOffsetDateTime(1)))
        .map(rows -> rows.stream().collect(Collectors.toMap(Deletion::subject, Deletion::time)));
  }
}
