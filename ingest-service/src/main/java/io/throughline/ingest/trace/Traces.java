package io.throughline.ingest.trace;

import com.google.protobuf.Timestamp;
import io.smallrye.mutiny.Uni;
import io.throughline.ingest.event.Kinds;
import io.throughline.ingest.v1.BatchTrace;
import io.throughline.ingest.v1.TraceBatchRequest;
import io.throughline.ingest.v1.TraceBatchResponse;
import io.throughline.ingest.v1.TraceStage;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;

/** Looks batches up. */
@ApplicationScoped
public class Traces {
  private static final int MOST_SCOPES = 100;

  /** One look-up in {@code producer_name}, then one in {@code journal_batch} for each scope. */
  static final String TRACE =
      """
      SELECT counted.partition_id, counted.scope, counted.epoch AS latest_epoch,
        counted.number AS latest_number, journal.position, journal.append_time, journal.event_count,
        journal.kinds, journal.tombstone, journal.tombstone_position
      FROM (
        SELECT * FROM producer WHERE tenant = $1 AND producer = $2 AND ($3 = '' OR scope = $3)
        ORDER BY scope LIMIT $6
      ) AS counted LEFT JOIN journal ON journal.partition_id = counted.partition_id
        AND journal.tenant = $1 AND journal.scope = counted.scope AND journal.producer = $2
        AND journal.epoch = CASE $4::bigint WHEN 0 THEN counted.epoch ELSE $4 END
        AND journal.number = $5
      ORDER BY counted.scope""";

  private final Pool pool;

  Traces(Pool pool) {
    this.pool = pool;
  }

  /** What the journal knows of a tenant's batch. */
  public Uni<TraceBatchResponse> find(String tenant, TraceBatchRequest request) {
    return pool.preparedQuery(TRACE)
        .execute(
            Tuple.of(
                tenant,
                request.getProducer(),
                request.getScope(),
                request.getEpoch(),
                request.getNumber(),
                MOST_SCOPES + 1))
        .map(
            rows -> {
              TraceBatchResponse.Builder response = TraceBatchResponse.newBuilder();
              for (Row row : rows) {
                if (response.getTracesCount() < MOST_SCOPES) {
                  response.addTraces(trace(request, row));
                }
              }
              if (rows.size() == 0 && !request.getScope().isEmpty()) {
                response.addTraces(unknown(request));
              }
              return response.setTruncated(rows.size() > MOST_SCOPES).build();
            });
  }

  /** The producer has not written to the scope. */
  private static BatchTrace unknown(TraceBatchRequest request) {
    return BatchTrace.newBuilder()
        .setScope(request.getScope())
        .setEpoch(request.getEpoch())
        .setNumber(request.getNumber())
        .setStage(TraceStage.TRACE_STAGE_NOT_ACCEPTED)
        .setExpectedNumber(1)
        .build();
  }

  private static BatchTrace trace(TraceBatchRequest request, Row row) {
    long latestEpoch = row.getLong("latest_epoch");
    long latestNumber = row.getLong("latest_number");
    long epoch = request.getEpoch() == 0 ? latestEpoch : request.getEpoch();
    BatchTrace.Builder trace =
        BatchTrace.newBuilder()
            .setScope(row.getString("scope"))
            .setEpoch(epoch)
            .setNumber(request.getNumber())
            .setLatestEpoch(latestEpoch)
            .setExpectedNumber(latestNumber + 1);
    if (row.getLong("position") != null) {
      return accepted(trace, row);
    }
    boolean wasAccepted = epoch == latestEpoch && request.getNumber() <= latestNumber;
    return trace
        .setStage(
            wasAccepted ? TraceStage.TRACE_STAGE_REMOVED : TraceStage.TRACE_STAGE_NOT_ACCEPTED)
        .build();
  }

  private static BatchTrace accepted(BatchTrace.Builder trace, Row row) {
    int partition = row.getInteger("partition_id");
    OffsetDateTime appended = row.getOffsetDateTime("append_time");
    Long tombstone = row.getLong("tombstone_position");
    return trace
        .setStage(TraceStage.TRACE_STAGE_ACCEPTED)
        .setPosition(Position.of(partition, row.getLong("position")).toString())
        .setAppendTime(
            Timestamp.newBuilder()
                .setSeconds(appended.toEpochSecond())
                .setNanos(appended.getNano()))
        .setEventCount(row.getInteger("event_count"))
        .addAllKinds(Kinds.names(row.getLong("kinds")))
        .setTombstoneValue(row.getShort("tombstone"))
        .setTombstonePosition(tombstone == null ? "" : Position.of(partition, tombstone).toString())
        .build();
  }
}
