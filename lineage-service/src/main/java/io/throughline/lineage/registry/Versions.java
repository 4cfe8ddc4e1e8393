package io.throughline.lineage.registry;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.ModelVersion;
import io.throughline.server.name.ResourceName;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;

/** Reads versions. */
@ApplicationScoped
public class Versions {
  private static final String LIST = "ListModelVersions";
  private static final String NOW =
      """
      SELECT v.scope, v.number, v.model, v.create_time, v.source_partition, v.recorded_from,
        ARRAY (SELECT a.name::text FROM graph.alias AS a
          WHERE a.tenant = v.tenant AND a.scope = v.scope AND a.version = v.number
            AND a.recorded_to IS NULL ORDER BY a.name) AS aliases
      FROM graph.model_version AS v
      """;

  private final Graph graph;

  public Versions(Graph graph) {
    this.graph = graph;
  }

  /** One version, or NOT_FOUND. */
  public Uni<ModelVersion> get(String tenant, ResourceName name) {
    return get(tenant, name, Moment.NOW);
  }

  /** The same at a moment. */
  public Uni<ModelVersion> get(String tenant, ResourceName name, Moment moment) {
    return graph
        .first(
            columns(moment, 4)
                + "WHERE v.tenant = $1 AND v.scope = $2 AND v.number = $3"
                + existing(4),
            moment.addTo(Tuple.of(tenant, name.scope().toString(), Long.valueOf(name.id()))),
            Versions::version)
        .map(found -> found.orElseThrow(() -> Failure.notFound("model version", name.toString())));
  }

  /** A page of the versions of a registered model, the newest first. */
  public Uni<Page<ModelVersion>> list(
      String tenant, String registeredModel, Moment moment, int size, String token) {
    String[] bound = {LIST, tenant, registeredModel, moment.toString()};
    List<String> last = PageToken.decode(token, bound);
    return graph
        .list(
            columns(moment, 5)
                + "WHERE v.tenant = $1 AND v.scope = $2 AND v.number < $3"
                + existing(5)
                + " ORDER BY v.number DESC LIMIT $4",
            moment.addTo(
                Tuple.of(
                    tenant,
                    registeredModel,
                    last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last.get(0)),
                    size + 1)),
            Versions::version)
        .map(
            read ->
                Page.of(
                    read,
                    size,
                    v -> List.of(Long.toString(VersionName.number(v.getName()))),
                    bound));
  }

  private static String existing(int parameter) {
    return " AND %s AND %s"
        .formatted(Moment.begun("v.create_time", parameter), Moment.known("v", parameter + 1));
  }

  private static String columns(Moment moment, int parameter) {
    if (moment.isNow()) {
      return NOW;
    }
    String where = "p.tenant = v.tenant AND p.scope = v.scope";
    return """
    SELECT v.scope, v.number, v.model, v.create_time, v.source_partition, v.recorded_from,
      ARRAY (SELECT t.name::text FROM %s
        WHERE t.version = v.number ORDER BY t.name) AS aliases
    FROM graph.model_version AS v
    """
        .formatted(Moment.standing("alias", "scope, name", "move_time", where, parameter));
  }

  private static ModelVersion version(Row row) {
    return ModelVersion.newBuilder()
        .setName(VersionName.of(row.getString("scope"), row.getLong("number")))
        .setModel(row.getString("model"))
        .setCreateTime(Times.toMessage(row.getOffsetDateTime("create_time")))
        .addAllAliases(Arrays.asList(row.getArrayOfStrings("aliases")))
        .setPosition(
            Position.of(row.getInteger("source_partition"), row.getLong("recorded_from"))
                .toString())
        .build();
  }
}
