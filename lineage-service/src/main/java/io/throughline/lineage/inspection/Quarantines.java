package io.throughline.lineage.inspection;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Event;
import io.throughline.ingest.follower.Effect;
import io.throughline.ingest.follower.Replay;
import io.throughline.lineage.freshness.Journal;
import io.throughline.lineage.generation.Generations;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.projection.Projector;
import io.throughline.lineage.store.Generation;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.ListQuarantineRequest;
import io.throughline.lineage.v1.ListQuarantineResponse;
import io.throughline.lineage.v1.Quarantine;
import io.throughline.lineage.v1.QuarantinedBatch;
import io.throughline.server.position.BatchPosition;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What the generation that answers could not apply, and its replay. */
@ApplicationScoped
class Quarantines {
  private static final String METHOD = "ListQuarantine";

  private final Graph graph;
  private final Generations generations;
  private final Journal journal;
  private final Projector projector;

  Quarantines(Graph graph, Generations generations, Journal journal, Projector projector) {
    this.graph = graph;
    this.generations = generations;
    this.journal = journal;
    this.projector = projector;
  }

  /** A page of a tenant's batches in quarantine, by partition and position. */
  Uni<ListQuarantineResponse> list(String tenant, ListQuarantineRequest request) {
    int size = PageSize.of(request.getPageSize());
    List<String> after =
        PageToken.decode(request.getPageToken(), METHOD, tenant, request.getScope());
    BatchPosition last =
        after.isEmpty() ? new BatchPosition(-1, 0) : BatchPosition.parse(after.get(0));
    return graph
        .list(
            """
            SELECT partition_id, position, scope, producer, epoch, number, reason, quarantine_time
            FROM graph.quarantine
            WHERE tenant = $1 AND ($2 = '' OR scope = $2) AND (partition_id, position) > ($3, $4)
            ORDER BY partition_id, position LIMIT $5""",
            Tuple.of(tenant, request.getScope(), last.partition(), last.position(), size + 1),
            Quarantines::batch)
        .map(
            read -> {
              Page<QuarantinedBatch> page =
                  Page.of(
                      read,
                      size,
                      batch -> List.of(batch.getPosition()),
                      METHOD,
                      tenant,
                      request.getScope());
              return ListQuarantineResponse.newBuilder()
                  .addAllBatches(page.rows())
                  .setNextPageToken(page.next())
                  .build();
            });
  }

  /** Applies a tenant's batch to the generation that answers, and takes it out of quarantine. */
  Uni<Void> replay(String tenant, BatchPosition at) {
    Generation generation = generations.serving().generation();
    Effect effect = withoutPurges(projector.on(generation));
    return new Replay(journal.own(), graph.pool(), generation.schema(), effect).apply(tenant, at);
  }

  /** A purge that comes late would also take what was told after it. */
  private static Effect withoutPurges(Effect effect) {
    return (connection, batches) ->
        batches.stream()
                .flatMap(batch -> batch.batch().getEventsList().stream())
                .anyMatch(Event::hasExperimentPurged)
            ? Uni.createFrom()
                .failure(
                    new IllegalStateException(
                        "it purges an experiment, and would take what was told after it;"
                            + " RebuildProjection gives it the place that its position has"))
            : effect.apply(connection, batches);
  }

  private static QuarantinedBatch batch(Row row) {
    return QuarantinedBatch.newBuilder()
        .setPosition(new BatchPosition(row.getInteger(0), row.getLong(1)).toString())
        .setScope(row.getString(2))
        .setProducer(row.getString(3))
        .setEpoch(row.getLong(4))
        .setNumber(row.getLong(5))
        .setQuarantine(
            Quarantine.newBuilder()
                .setReason(row.getString(6))
                .setQuarantineTime(Traces.time(row.getOffsetDateTime(7))))
        .build();
  }
}
