package io.throughline.lineage.deployment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Evaluation;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.model.Models;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.LiveDeployment;
import io.throughline.lineage.v1.Model;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What is or was live, with which choices, and on what evidence. */
@ApplicationScoped
public class LiveDeployments {
  private static final int MAX_LIVE = 100;
  private static final int MAX_EVALUATIONS = 20;

  private final Deployments deployments;
  private final Models models;
  private final Graph graph;

  LiveDeployments(Deployments deployments, Models models, Graph graph) {
    this.deployments = deployments;
    this.models = models;
    this.graph = graph;
  }

  /** What was live in an environment at a moment, the latest beginning first. */
  public Uni<List<LiveDeployment>> of(String tenant, String environment, Moment moment) {
    OffsetDateTime at = moment.at() == null ? OffsetDateTime.now(ZoneOffset.UTC) : moment.at();
    return deployments
        .list(tenant, environment, at, moment, MAX_LIVE, "")
        .chain(
            page ->
                Multi.createFrom()
                    .iterable(page.rows())
                    .onItem()
                    .transformToUniAndConcatenate(one -> describe(tenant, one, moment))
                    .collect()
                    .asList());
  }

  private Uni<LiveDeployment> describe(String tenant, Deployment deployment, Moment moment) {
    ResourceName model = ResourceName.parse(deployment.getModel());
    return Uni.combine()
        .all()
        .unis(
            models
                .get(tenant, model, moment)
                .map(Optional::of)
                .onFailure(Failure.class)
                .recoverWithItem(Optional.<Model>empty()),
            evaluations(tenant, model, moment))
        .with(
            (found, evaluations) -> {
              LiveDeployment.Builder live =
                  LiveDeployment.newBuilder()
                      .setDeployment(deployment)
                      .addAllEvaluations(evaluations);
              found.ifPresent(live::setModel);
              return live.build();
            });
  }

  private Uni<List<Evaluation>> evaluations(String tenant, ResourceName model, Moment moment) {
    return graph.list(
        """
        SELECT d.name, d.detail::text AS detail
        FROM graph.edge AS e JOIN graph.declaration AS d
          ON d.tenant = e.tenant AND d.name = e.target
            AND d.scope = split_part(e.target, '/', 1) || '/' || split_part(e.target, '/', 2)
        WHERE e.tenant = $1 AND e.scope = $2 AND e.source = $3 AND e.kind = $4 AND %s AND %s
        ORDER BY d.valid_time DESC, d.name LIMIT $5"""
            .formatted(Moment.begun("d.valid_time", 6), Moment.known("d", 7)),
        moment.addTo(
            Tuple.of(
                tenant,
                model.scope().toString(),
                model.toString(),
                EdgeKind.EDGE_KIND_EVALUATED_BY_VALUE,
                MAX_EVALUATIONS)),
        row ->
            Declarations.<Evaluation>read(row.getString("detail"), Evaluation::newBuilder)
                .toBuilder()
                .setName(row.getString("name"))
                .build());
  }
}
