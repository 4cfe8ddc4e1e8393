package io.throughline.lineage.graph;

import com.google.protobuf.Message;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Supplier;

/** Reads what was said once of nodes. */
@ApplicationScoped
public class DeclarationReader {

  /**
   * What was said of a node.
   *
   * @param name the node's name
   * @param detail the event as it was kept, without the name; empty where the node is only
   *     mentioned
   * @param time when it was true; null where the node is only mentioned
   */
  public record Said<M extends Message>(String name, M detail, OffsetDateTime time) {}

  private final Graph graph;

  public DeclarationReader(Graph graph) {
    this.graph = graph;
  }

  /** The declarations of nodes, by name; what nobody has mentioned is left out. */
  public <M extends Message> Uni<List<Said<M>>> all(
      String tenant, List<String> names, Supplier<? extends Message.Builder> make) {
    return all(tenant, names, Moment.NOW, make);
  }

  /** The same at a moment; what is only mentioned then is left out, too. */
  public <M extends Message> Uni<List<Said<M>>> all(
      String tenant, List<String> names, Moment moment, Supplier<? extends Message.Builder> make) {
    String[] scopes = names.stream().map(GraphName::scopeOf).toArray(String[]::new);
    return graph.list(
        """
        SELECT n.name, d.detail::text AS detail, d.valid_time
        FROM unnest($2::text[], $3::text[]) AS r(scope, name)
        JOIN graph.node AS n ON n.tenant = $1 AND n.scope = r.scope AND n.name = r.name
        %s JOIN graph.declaration AS d
          ON d.tenant = $1 AND d.scope = r.scope AND d.name = r.name AND %s AND %s
        ORDER BY n.name"""
            .formatted(
                moment.isNow() ? "LEFT" : "",
                Moment.begun("d.valid_time", 4),
                Moment.known("d", 5)),
        moment.addTo(Tuple.of(tenant, scopes, names.toArray(String[]::new))),
        row -> said(row, make));
  }

  /** The declarations of the nodes of a kind in a scope, by name, after a name, at a moment. */
  public <M extends Message> Uni<List<Said<M>>> page(
      String tenant,
      String scope,
      int kind,
      String after,
      int size,
      Moment moment,
      Supplier<? extends Message.Builder> make) {
    return graph.list(
        """
        SELECT n.name, d.detail::text AS detail, d.valid_time FROM graph.node AS n
        %s JOIN graph.declaration AS d
          ON d.tenant = n.tenant AND d.scope = n.scope AND d.name = n.name AND %s AND %s
        WHERE n.tenant = $1 AND n.scope = $2 AND n.kind = $3 AND n.name > $4
        ORDER BY n.name LIMIT $5"""
            .formatted(
                moment.isNow() ? "LEFT" : "",
                Moment.begun("d.valid_time", 6),
                Moment.known("d", 7)),
        moment.addTo(Tuple.of(tenant, scope, kind, after, size)),
        row -> said(row, make));
  }

  private static <M extends Message> Said<M> said(
      Row row, Supplier<? extends Message.Builder> make) {
    return new Said<>(
        row.getString("name"),
        Declarations.read(row.getString("detail"), make),
        row.getOffsetDateTime("valid_time"));
  }
}
