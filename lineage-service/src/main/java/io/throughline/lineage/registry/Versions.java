package io.throughline.lineage.registry;

import io.smallrye.mutiny.Uni;
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
  private static final String COLUMNS =
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
    return graph
        .first(
            COLUMNS + "WHERE v.tenant = $1 AND v.scope = $2 AND v.number = $3",
            Tuple.of(tenant, name.scope().toString(), Long.valueOf(name.id())),
            Versions::version)
        .map(found -> found.orElseThrow(() -> Failure.notFound("model version", name.toString())));
  }

  /** A page of the versions of a registered model, the newest first. */
  public Uni<Page<ModelVersion>> list(
      String tenant, String registeredModel, int size, String token) {
    List<String> last = PageToken.decode(token, LIST, tenant, registeredModel);
    return graph
        .list(
            COLUMNS
                + """
                WHERE v.tenant = $1 AND v.scope = $2 AND v.number < $3
                ORDER BY v.number DESC LIMIT $4""",
            Tuple.of(
                tenant,
                registeredModel,
                last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last.get(0)),
                size + 1),
            Versions::version)
        .map(
            read ->
                Page.of(
                    read,
                    size,
                    v -> List.of(Long.toString(VersionName.number(v.getName()))),
                    LIST,
                    tenant,
                    registeredModel));
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
