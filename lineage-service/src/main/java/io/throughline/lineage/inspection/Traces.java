package io.throughline.lineage.inspection;

import com.google.protobuf.Timestamp;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.Outcome;
import io.throughline.lineage.v1.Quarantine;
import io.throughline.lineage.v1.RequestRefusal;
import io.throughline.lineage.v1.TraceBatchRequest;
import io.throughline.lineage.v1.TraceBatchResponse;
import io.throughline.server.position.BatchPosition;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What the graph made of one batch: three look-ups by key. */
@ApplicationScoped
class Traces {
  /** The producer of a batch that one of this service's doors appends for a request. */
  private static final String REQUEST = "request-";

  private final Graph graph;

  Traces(Graph graph) {
    this.graph = graph;
  }

  /** What the graph that answers has made of a tenant's batch. */
  Uni<TraceBatchResponse> find(String tenant, TraceBatchRequest request) {
    BatchPosition place = BatchPosition.parse(request.getPosition());
    return Uni.combine()
        .all()
        .unis(
            cursor(place.partition()),
            quarantine(tenant, request.getScope(), place),
            outcome(tenant, request))
        .with(
            (cursor, quarantine, outcome) -> {
              TraceBatchResponse.Builder response =
                  TraceBatchResponse.newBuilder()
                      .setApplied(cursor >= place.position())
                      .setPosition(Position.of(place.partition(), cursor).toString());
              quarantine.ifPresent(response::setQuarantine);
              outcome.ifPresent(response::setOutcome);
              return response.build();
            });
  }

  private Uni<Long> cursor(int partition) {
    return graph
        .first(
            "SELECT position FROM graph.cursor WHERE partition_id = $1",
            Tuple.of(partition),
            row -> row.getLong(0))
        .map(position -> position.orElse(0L));
  }

  private Uni<Optional<Quarantine>> quarantine(String tenant, String scope, BatchPosition place) {
    return graph.first(
        """
        SELECT reason, quarantine_time FROM graph.quarantine
        WHERE partition_id = $1 AND position = $2 AND tenant = $3 AND scope = $4""",
        Tuple.of(place.partition(), place.position(), tenant, scope),
        row ->
            Quarantine.newBuilder()
                .setReason(row.getString(0))
                .setQuarantineTime(time(row.getOffsetDateTime(1)))
                .build());
  }

  private Uni<Optional<Outcome>> outcome(String tenant, TraceBatchRequest request) {
    if (!request.getProducer().startsWith(REQUEST)) {
      return Uni.createFrom().item(Optional.empty());
    }
    String id = request.getProducer().substring(REQUEST.length());
    return graph.first(
        """
        SELECT granted, reason, message, source_partition, recorded_from FROM graph.outcome
        WHERE tenant = $1 AND scope = $2 AND request_id = $3""",
        Tuple.of(tenant, request.getScope(), id),
        row -> outcome(id, row));
  }

  private static Outcome outcome(String id, Row row) {
    Outcome.Builder outcome =
        Outcome.newBuilder()
            .setRequestId(id)
            .setPosition(Position.of(row.getInteger(3), row.getLong(4)).toString());
    String granted = row.getString(0);
    return granted.isEmpty()
        ? outcome
            .setRefused(
                RequestRefusal.newBuilder()
                    .setReason(row.getString(1))
                    .setMessage(row.getString(2)))
            .build()
        : outcome.setGranted(granted).build();
  }

  static Timestamp time(OffsetDateTime time) {
    return Timestamp.newBuilder().setSeconds(time.toEpochSecond()).setNanos(time.getNano()).build();
  }
}
