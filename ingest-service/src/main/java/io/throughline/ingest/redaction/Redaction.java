package io.throughline.ingest.redaction;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.BatchesRedacted;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.RedactedBatch;
import io.throughline.ingest.append.OwnAppend;
import io.throughline.ingest.event.Kinds;
import io.throughline.ingest.journal.Installer;
import io.throughline.ingest.journal.Tombstones;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.RedactBatchesRequest;
import io.throughline.ingest.v1.Tombstone;
import io.throughline.server.access.Caller;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Redacts batches. */
@ApplicationScoped
public class Redaction {
  private static final long RECORDS =
      Kinds.mask(
          List.of(
              Event.KindCase.EXPERIMENT_PURGED.getNumber(),
              Event.KindCase.BATCHES_REDACTED.getNumber()));

  private static final String FIND =
      """
      SELECT number, position, kinds FROM journal
      WHERE partition_id = $1 AND tenant = $2 AND scope = $3 AND producer = $4 AND epoch = $5
        AND number = ANY ($6::bigint[])
      ORDER BY number""";

  private final Pool pool;
  private final Installer installer;
  private final OwnAppend append;

  Redaction(Pool pool, Installer installer, OwnAppend append) {
    this.pool = pool;
    this.installer = installer;
    this.append = append;
  }

  /**
   * Redacts the batches, all of them or none.
   *
   * @return where the event lies that tells of it; fails with NOT_FOUND, or FIELDS_INVALID for a
   *     batch that must stay
   */
  public Uni<Position> redact(Caller caller, RedactBatchesRequest request) {
    String tenant = caller.oneTenant();
    int partition = installer.installation().partition(tenant, request.getScope());
    return pool.preparedQuery(FIND)
        .execute(
            Tuple.of(
                partition,
                tenant,
                request.getScope(),
                request.getProducer(),
                request.getEpoch(),
                request.getNumbersList().toArray(Long[]::new)))
        .map(rows -> graves(request, rows))
        .chain(
            graves ->
                append.append(
                    tenant,
                    record(caller, request, partition, graves),
                    (connection, acknowledged) ->
                        bury(connection, partition, acknowledged, graves)));
  }

  private static Uni<Void> bury(
      SqlConnection connection,
      int partition,
      Acknowledgement acknowledged,
      List<Tombstones.Grave> graves) {
    long told = Position.parse(acknowledged.getPosition()).at(partition);
    return Tombstones.bury(connection, partition, Tombstone.TOMBSTONE_REDACTED, told, graves)
        .replaceWithVoid();
  }

  private static List<Tombstones.Grave> graves(RedactBatchesRequest request, Iterable<Row> rows) {
    List<Tombstones.Grave> graves = new ArrayList<>();
    Set<Long> missing = new HashSet<>(request.getNumbersList());
    for (Row row : rows) {
      long number = row.getLong(0);
      if ((row.getLong(2) & RECORDS) != 0) {
        throw Failure.invalidField(
            "numbers[%d]".formatted(request.getNumbersList().indexOf(number)),
            "batch %d is the record of a redaction or a purge, which stays".formatted(number));
      }
      missing.remove(number);
      graves.add(
          new Tombstones.Grave(
              row.getLong(1),
              request.getScope(),
              request.getProducer(),
              request.getEpoch(),
              number));
    }
    if (!missing.isEmpty()) {
      throw Failure.notFound(
          "batch",
          "%s producer %s epoch %d numbers %s"
              .formatted(
                  request.getScope(),
                  request.getProducer(),
                  request.getEpoch(),
                  missing.stream().sorted().toList()));
    }
    return graves;
  }

  /** What is told; the journal's own numbering makes the request repeatable. */
  private static Batch record(
      Caller caller, RedactBatchesRequest request, int partition, List<Tombstones.Grave> graves) {
    BatchesRedacted.Builder redacted =
        BatchesRedacted.newBuilder().setReason(request.getReason()).setRedactedBy(caller.subject());
    for (Tombstones.Grave grave : graves) {
      redacted.addBatches(
          RedactedBatch.newBuilder()
              .setProducer(grave.producer())
              .setEpoch(grave.epoch())
              .setNumber(grave.number())
              .setPosition(Position.of(partition, grave.position()).toString()));
    }
    return Batch.newBuilder()
        .setScope(request.getScope())
        .setProducer("redaction-" + request.getRequestId().toLowerCase(Locale.ROOT))
        .setEpoch(1)
        .setNumber(1)
        .addEvents(Event.newBuilder().setBatchesRedacted(redacted))
        .build();
  }
}
