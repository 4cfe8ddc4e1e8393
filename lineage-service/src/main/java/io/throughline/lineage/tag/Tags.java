package io.throughline.lineage.tag;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads tags. */
@ApplicationScoped
public class Tags {
  private record Row(String subject, Tag tag) {}

  private final Graph graph;

  public Tags(Graph graph) {
    this.graph = graph;
  }

  /**
   * The tags of resources of one scope: for each name that has some, in the order of their keys.
   */
  public Uni<Map<String, List<Tag>>> of(String tenant, String scope, List<String> subjects) {
    return of(tenant, scope, subjects, Moment.NOW);
  }

  /** The same at a moment. */
  public Uni<Map<String, List<Tag>>> of(
      String tenant, String scope, List<String> subjects, Moment moment) {
    return read(
        "p.tenant = $1 AND p.scope = $2 AND p.subject = ANY ($3)",
        4,
        Tuple.of(tenant, scope, subjects.toArray(String[]::new)),
        moment);
  }

  /** The tags of scopes themselves. */
  public Uni<Map<String, List<Tag>>> ofScopes(String tenant, List<String> scopes, Moment moment) {
    return read(
        "p.tenant = $1 AND p.scope = ANY ($2) AND p.subject = p.scope",
        3,
        Tuple.of(tenant, scopes.toArray(String[]::new)),
        moment);
  }

  /** The tags of one resource. */
  public Uni<List<Tag>> of(String tenant, String scope, String subject) {
    return of(tenant, scope, subject, Moment.NOW);
  }

  /** The same at a moment. */
  public Uni<List<Tag>> of(String tenant, String scope, String subject, Moment moment) {
    return of(tenant, scope, List.of(subject), moment)
        .map(tags -> tags.getOrDefault(subject, List.of()));
  }

  private Uni<Map<String, List<Tag>>> read(
      String where, int parameter, Tuple values, Moment moment) {
    return moment.isNow()
        ? read(
            "SELECT subject, key, value FROM graph.tag AS p WHERE %s AND recorded_to IS NULL"
                    .formatted(where)
                + " ORDER BY subject, key",
            values)
        : read(
            "SELECT subject, key, value FROM %s ORDER BY subject, key"
                .formatted(Moment.standing("tag", "subject, key", "valid_time", where, parameter)),
            moment.addTo(values));
  }

  private Uni<Map<String, List<Tag>>> read(String sql, Tuple values) {
    return graph
        .list(
            sql,
            values,
            row ->
                new Row(
                    row.getString(0),
                    Tag.newBuilder().setKey(row.getString(1)).setValue(row.getString(2)).build()))
        .map(
            rows ->
                rows.stream()
                    .collect(
                        Collectors.groupingBy(
                            Row::subject, Collectors.mapping(Row::tag, Collectors.toList()))));
  }
}
