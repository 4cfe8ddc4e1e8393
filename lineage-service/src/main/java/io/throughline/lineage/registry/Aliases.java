package io.throughline.lineage.registry;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Alias;
import io.throughline.server.name.ResourceName;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads aliases. */
@ApplicationScoped
public class Aliases {
  private static final String LIST = "ListAliasMoves";
  private static final String COLUMNS =
      """
      SELECT t.scope, t.name, t.version, t.evaluation, t.move_time, t.source_partition,
        t.recorded_from, t.event_index, v.model
      """;
  private static final String MODEL =
      """
       LEFT JOIN graph.model_version AS v
        ON v.tenant = t.tenant AND v.scope = t.scope AND v.number = t.version
      """;

  private final Graph graph;

  public Aliases(Graph graph) {
    this.graph = graph;
  }

  /** What an alias points to, or NOT_FOUND. */
  public Uni<Alias> get(String tenant, ResourceName name) {
    return get(tenant, name, Moment.NOW);
  }

  /** The same at a moment. */
  public Uni<Alias> get(String tenant, ResourceName name, Moment moment) {
    return read(
            "p.tenant = $1 AND p.scope = $2 AND p.name = $3",
            4,
            Tuple.of(tenant, name.scope().toString(), name.toString()),
            moment)
        .map(
            found ->
                found.stream()
                    .findFirst()
                    .orElseThrow(() -> Failure.notFound("alias", name.toString())));
  }

  /** The aliases of registered models at a moment, by name. */
  Uni<List<Alias>> of(String tenant, List<String> registeredModels, Moment moment) {
    return read(
        "p.tenant = $1 AND p.scope = ANY ($2)",
        3,
        Tuple.of(tenant, registeredModels.toArray(String[]::new)),
        moment);
  }

  /** A page of the moves of an alias, the latest first. */
  Uni<Page<Alias>> moves(String tenant, String alias, int size, String token) {
    List<String> last = PageToken.decode(token, LIST, tenant, alias);
    return graph
        .list(
            COLUMNS
                + "FROM graph.alias AS t"
                + MODEL
                + """
                WHERE t.tenant = $1 AND t.scope = $2 AND t.name = $3
                  AND (t.recorded_from, t.event_index) < ($4, $5)
                ORDER BY t.recorded_from DESC, t.event_index DESC LIMIT $6""",
            Tuple.of(
                tenant,
                ResourceName.parse(alias).scope().toString(),
                alias,
                last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last.get(0)),
                last.isEmpty() ? 0 : Integer.parseInt(last.get(1)),
                size + 1),
            Move::of)
        .map(read -> Page.of(read, size, Move::key, LIST, tenant, alias))
        .map(page -> new Page<>(page.rows().stream().map(Move::alias).toList(), page.next()));
  }

  private record Move(Alias alias, List<String> key) {
    static Move of(Row row) {
      return new Move(
          Aliases.alias(row),
          List.of(row.getLong("recorded_from").toString(), row.getInteger("event_index") + ""));
    }
  }

  private Uni<List<Alias>> read(String where, int parameter, Tuple values, Moment moment) {
    String from =
        moment.isNow()
            ? "(SELECT p.* FROM graph.alias AS p WHERE %s AND p.recorded_to IS NULL) AS t"
                .formatted(where)
            : Moment.standing("alias", "scope, name", "move_time", where, parameter);
    return graph.list(
        COLUMNS + "FROM " + from + MODEL + "ORDER BY t.name",
        moment.isNow() ? values : moment.addTo(values),
        Aliases::alias);
  }

  private static Alias alias(Row row) {
    return Alias.newBuilder()
        .setName(row.getString("name"))
        .setModelVersion(VersionName.of(row.getString("scope"), row.getLong("version")))
        .setModel(row.getString("model"))
        .setMoveTime(Times.toMessage(row.getOffsetDateTime("move_time")))
        .setEvaluation(row.getString("evaluation"))
        .setPosition(
            Position.of(row.getInteger("source_partition"), row.getLong("recorded_from"))
                .toString())
        .build();
  }
}
