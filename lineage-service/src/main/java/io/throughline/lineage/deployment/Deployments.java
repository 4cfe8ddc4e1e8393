package io.throughline.lineage.deployment;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.v1.Deployment;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** Reads deployments. */
@ApplicationScoped
public class Deployments {
  private static final String LIST = "ListDeployments";
  private final Graph graph;
  private final Tags tags;

  public Deployments(Graph graph, Tags tags) {
    this.graph = graph;
    this.tags = tags;
  }

  /** One deployment, or NOT_FOUND; also where it is only mentioned. */
  public Uni<Deployment> get(String tenant, ResourceName name, Moment moment) {
    String scope = name.scope().toString();
    return graph
        .list(
            columns(4) + "WHERE d.tenant = $1 AND d.scope = $2 AND d.name = $3" + existing(4),
            moment.addTo(Tuple.of(tenant, scope, name.toString())),
            Deployments::deployment)
        .chain(found -> complete(tenant, scope, found, moment))
        .map(
            found ->
                found.stream()
                    .findFirst()
                    .orElseThrow(() -> Failure.notFound("deployment", name.toString())));
  }

  /**
   * A page of the deployments of an environment, the latest beginning first.
   *
   * @param liveAt only what was live at this time: had begun, and had not ended; null: all
   * @param moment as it was or was known then
   */
  public Uni<Page<Deployment>> list(
      String tenant,
      String environment,
      OffsetDateTime liveAt,
      Moment moment,
      int size,
      String token) {
    String[] bound = {LIST, tenant, environment, String.valueOf(liveAt), moment.toString()};
    List<String> last = PageToken.decode(token, bound);
    OffsetDateTime lastTime = last.isEmpty() ? null : OffsetDateTime.parse(last.get(0));
    return graph
        .list(
            columns(7)
                + """
                WHERE d.tenant = $1 AND d.scope = $2
                  AND ($3::timestamptz IS NULL OR d.start_time < $3
                    OR (d.start_time = $3 AND d.name > $4))
                  AND ($5::timestamptz IS NULL OR (d.start_time <= $5
                    AND (e.end_time IS NULL OR e.end_time > $5)))"""
                + existing(7)
                + " ORDER BY d.start_time DESC, d.name LIMIT $6",
            moment.addTo(
                Tuple.of(
                    tenant,
                    environment,
                    lastTime,
                    last.isEmpty() ? "" : last.get(1),
                    liveAt,
                    size + 1)),
            Deployments::deployment)
        .chain(found -> complete(tenant, environment, found, moment))
        .map(read -> Page.of(read, size, Deployments::key, bound));
  }

  /** Those of some deployments that were live at a time, by name; as it was or was known then. */
  public Uni<List<Deployment>> live(
      String tenant, List<GraphName> names, OffsetDateTime liveAt, Moment moment) {
    return graph.list(
        columns(5)
            + """
            JOIN unnest($2::text[], $3::text[]) AS r(scope, name)
              ON d.tenant = $1 AND d.scope = r.scope AND d.name = r.name
            WHERE d.start_time <= $4 AND (e.end_time IS NULL OR e.end_time > $4)"""
            + existing(5)
            + " ORDER BY d.name",
        moment.addTo(
            Tuple.of(
                tenant,
                names.stream().map(GraphName::scope).toArray(String[]::new),
                names.stream().map(GraphName::text).toArray(String[]::new),
                liveAt)),
        Deployments::deployment);
  }

  private static List<String> key(Deployment deployment) {
    return List.of(Times.of(deployment.getStartTime()).toString(), deployment.getName());
  }

  private static String columns(int parameter) {
    return """
    SELECT d.name, d.model, d.model_version, d.phase, d.traffic_share, d.replaces,
      d.start_time, e.end_time, e.reason
    FROM graph.deployment AS d LEFT JOIN graph.deployment_end AS e
      ON e.tenant = d.tenant AND e.scope = d.scope AND e.deployment = d.name AND %s AND %s
    """
        .formatted(Moment.begun("e.end_time", parameter), Moment.known("e", parameter + 1));
  }

  private static String existing(int parameter) {
    return " AND %s AND %s"
        .formatted(Moment.begun("d.start_time", parameter), Moment.known("d", parameter + 1));
  }

  private Uni<List<Deployment>> complete(
      String tenant, String scope, List<Deployment> found, Moment moment) {
    List<String> names = found.stream().map(Deployment::getName).toList();
    return tags.of(tenant, scope, names, moment)
        .map(tagged -> found.stream().map(one -> tagged(one, tagged)).toList());
  }

  private static Deployment tagged(Deployment deployment, Map<String, List<Tag>> tagged) {
    return deployment.toBuilder()
        .addAllTags(tagged.getOrDefault(deployment.getName(), List.of()))
        .build();
  }

  private static Deployment deployment(Row row) {
    Deployment.Builder deployment =
        Deployment.newBuilder()
            .setName(row.getString("name"))
            .setModel(row.getString("model"))
            .setModelVersion(row.getString("model_version"))
            .setPhase(DeploymentPhase.forNumber(row.getInteger("phase")))
            .setTrafficShare(row.getDouble("traffic_share"))
            .setReplaces(row.getString("replaces"))
            .setStartTime(Times.toMessage(row.getOffsetDateTime("start_time")));
    if (row.getOffsetDateTime("end_time") != null) {
      deployment
          .setEndTime(Times.toMessage(row.getOffsetDateTime("end_time")))
          .setEndReason(row.getString("reason"));
    }
    return deployment.build();
  }
}
