package io.throughline.ingest.journal;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.Tombstone;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** Puts tombstones in the place of batches: the content goes, position, digest and number stay. */
public final class Tombstones {
  /**
   * What the partition's batches take is to be measured anew; also the lock that retention takes.
   */
  private static final String FORGET_MEASURE =
      """
      UPDATE horizon SET measured_position = position, measured_bytes = 0
      WHERE partition_id = $1 AND measured_position > position""";

  private static final String BURY =
      """
      UPDATE journal SET payload = grave.payload, codec = 0, size = octet_length(grave.payload),
        tombstone = $2, tombstone_position = $3
      FROM unnest($4::bigint[], $5::bytea[]) AS grave (position, payload)
      WHERE journal.partition_id = $1 AND journal.position = grave.position
        AND journal.tombstone = 0""";

  private Tombstones() {}

  /**
   * A batch that is to lose its content.
   *
   * @param position where it lies
   * @param scope its scope
   * @param producer its producer
   * @param epoch its epoch
   * @param number its number
   */
  public record Grave(long position, String scope, String producer, long epoch, long number) {

    /** What is stored of it: a batch that has no events. */
    private byte[] payload() {
      return Batch.newBuilder()
          .setScope(scope)
          .setProducer(producer)
          .setEpoch(epoch)
          .setNumber(number)
          .build()
          .toByteArray();
    }
  }

  /**
   * Buries batches of one partition; those that are buried stay as they are.
   *
   * @param why the kind of tombstone
   * @param told where the event lies that tells of it
   * @return how many batches lost their content
   */
  public static Uni<Integer> bury(
      SqlConnection connection, int partition, Tombstone why, long told, List<Grave> graves) {
    if (graves.isEmpty()) {
      return Uni.createFrom().item(0);
    }
    return connection
        .preparedQuery(FORGET_MEASURE)
        .execute(Tuple.of(partition))
        .chain(
            () ->
                connection
                    .preparedQuery(BURY)
                    .execute(
                        Tuple.of(
                            partition,
                            (short) why.getNumber(),
                            told,
                            graves.stream().map(Grave::position).toArray(Long[]::new),
                            graves.stream()
                                .map(grave -> Buffer.buffer(grave.payload()))
                                .toArray(Buffer[]::new))))
        .map(rows -> rows.rowCount());
  }
}
