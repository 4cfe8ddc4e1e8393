package io.throughline.ingest.append;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The statements of a group's transaction. A list travels as arrays, one round trip each. */
final class JournalTables {
  private static final String LOCK_HEAD =
      """
      SELECT position FROM partition_head WHERE partition_id = $1 FOR UPDATE""";

  private static final String COUNTS =
      """
      SELECT tenant, scope, producer, epoch, number
      FROM producer JOIN unnest($2::text[], $3::text[], $4::text[])
        AS asked (tenant, scope, producer) USING (tenant, scope, producer)
      WHERE partition_id = $1""";

  private static final String APPENDED =
      """
      SELECT tenant, scope, producer, epoch, number, position, digest
      FROM journal JOIN unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
        AS asked (tenant, scope, producer, epoch, number)
        USING (tenant, scope, producer, epoch, number)
      WHERE partition_id = $1""";

  /** Does nothing where the head is not where it is expected. */
  private static final String APPEND =
      """
      WITH head AS (
        UPDATE partition_head
        SET position = $3, append_time = greatest(append_time, clock_timestamp())
        WHERE partition_id = $1 AND position = $2
        RETURNING append_time
      ), appended AS (
        INSERT INTO journal (partition_id, append_time, position, tenant, scope, producer, epoch,
          number, kinds, event_count, valid_time, traceparent, digest, codec, size, payload)
        SELECT $1, append_time, $2 + row, tenant, scope, producer, epoch, number, kinds,
          event_count, valid_time, traceparent, digest, codec, size, payload
        FROM head, unnest($4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[],
          $9::bigint[], $10::int[], $11::timestamptz[], $12::text[], $13::bytea[],
          $14::smallint[], $15::int[], $16::bytea[]) WITH ORDINALITY AS new (tenant, scope,
          producer, epoch, number, kinds, event_count, valid_time, traceparent, digest, codec,
          size, payload, row)
      ), counted AS (
        INSERT INTO producer (partition_id, tenant, scope, producer, epoch, number)
        SELECT $1, counts.* FROM head, unnest($17::text[], $18::text[], $19::text[],
          $20::bigint[], $21::bigint[]) AS counts
        ON CONFLICT (partition_id, tenant, scope, producer)
        DO UPDATE SET epoch = excluded.epoch, number = excluded.number
      )
      SELECT FROM head""";

  private static final String REQUEST_PURGE =
      """
      INSERT INTO purge (partition_id, position, tenant, scope)
      SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[])""";

  private final SqlClient client;
  private final int partition;

  JournalTables(SqlClient client, int partition) {
    this.client = client;
    this.partition = partition;
  }

  /** Locks the partition against other appenders until the transaction ends; its last position. */
  Uni<Long> lockHead() {
    return client
        .preparedQuery(LOCK_HEAD)
        .execute(Tuple.of(partition))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** How far the group's producers have counted; a producer without a row is left out. */
  Uni<Map<ProducerKey, Count>> counts(List<Submission> group) {
    List<ProducerKey> asked = group.stream().map(each -> each.key().producer()).distinct().toList();
    return client
        .preparedQuery(COUNTS)
        .execute(add(Tuple.of(partition), asked))
        .map(
            rows ->
                map(
                    rows,
                    JournalTables::producer,
                    row -> new Count(row.getLong(3), row.getLong(4))));
  }

  /** Those of the batches that are in the journal. */
  Uni<Map<BatchKey, Appended>> appended(List<Submission> asked) {
    if (asked.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    List<BatchKey> keys = asked.stream().map(Submission::key).distinct().toList();
    Tuple tuple = add(Tuple.of(partition), keys.stream().map(BatchKey::producer).toList());
    tuple.addValue(column(keys, BatchKey::epoch, Long[]::new));
    tuple.addValue(column(keys, BatchKey::number, Long[]::new));
    return client
        .preparedQuery(APPENDED)
        .execute(tuple)
        .map(
            rows ->
                map(
                    rows,
                    row -> new BatchKey(producer(row), row.getLong(3), row.getLong(4)),
                    row ->
                        new Appended(
                            row.getLong(5), ByteString.copyFrom(row.getBuffer(6).getBytes()))));
  }

  /**
   * Inserts the accepted batches after the head, and moves head and counts.
   *
   * @param head the position that the partition is expected to end at
   * @return whether it did; where not, nothing is done
   */
  Uni<Boolean> append(long head, Numbering numbering) {
    List<Submission> rows = numbering.accepted();
    Tuple tuple = Tuple.of(partition, head, numbering.head());
    add(tuple, rows.stream().map(row -> row.key().producer()).toList());
    tuple.addValue(column(rows, row -> row.key().epoch(), Long[]::new));
    tuple.addValue(column(rows, row -> row.key().number(), Long[]::new));
    tuple.addValue(column(rows, Submission::kinds, Long[]::new));
    tuple.addValue(column(rows, Submission::eventCount, Integer[]::new));
    tuple.addValue(column(rows, Submission::validTime, OffsetDateTime[]::new));
    tuple.addValue(column(rows, Submission::traceparent, String[]::new));
    tuple.addValue(
        column(rows, row -> buffer(row.payload().digest().toByteArray()), Buffer[]::new));
    tuple.addValue(column(rows, row -> row.payload().codec(), Short[]::new));
    tuple.addValue(column(rows, row -> row.payload().size(), Integer[]::new));
    tuple.addValue(column(rows, row -> buffer(row.payload().bytes()), Buffer[]::new));
    Map<ProducerKey, Count> changed = numbering.changed();
    add(tuple, changed.keySet());
    tuple.addValue(column(changed.values(), Count::epoch, Long[]::new));
    tuple.addValue(column(changed.values(), Count::number, Long[]::new));
    return client.preparedQuery(APPEND).execute(tuple).map(answer -> answer.rowCount() == 1);
  }

  /** Leaves word for the purge of the scopes whose accepted batches ask for it. */
  Uni<Void> requestPurges(long head, Numbering numbering) {
    List<Submission> accepted = numbering.accepted();
    List<Long> positions = new ArrayList<>();
    List<Submission> purging = new ArrayList<>();
    for (int i = 0; i < accepted.size(); i++) {
      if (accepted.get(i).purges()) {
        positions.add(head + 1 + i);
        purging.add(accepted.get(i));
      }
    }
    return client
        .preparedQuery(REQUEST_PURGE)
        .execute(
            Tuple.of(
                partition,
                positions.toArray(Long[]::new),
                column(purging, each -> each.key().producer().tenant(), String[]::new),
                column(purging, each -> each.key().producer().scope(), String[]::new)))
        .replaceWithVoid();
  }

  private static Tuple add(Tuple tuple, Collection<ProducerKey> producers) {
    tuple.addValue(column(producers, ProducerKey::tenant, String[]::new));
    tuple.addValue(column(producers, ProducerKey::scope, String[]::new));
    tuple.addValue(column(producers, ProducerKey::producer, String[]::new));
    return tuple;
  }

  private static <T, C> C[] column(
      Collection<T> rows, Function<T, C> value, java.util.function.IntFunction<C[]> array) {
    return rows.stream().map(value).toArray(array);
  }

  private static Buffer buffer(byte[] bytes) {
    return Buffer.buffer(bytes);
  }

  private static ProducerKey producer(Row row) {
    return new ProducerKey(row.getString(0), row.getString(1), row.getString(2));
  }

  private static <K, V> Map<K, V> map(
      RowSet<Row> rows, Function<Row, K> key, Function<Row, V> value) {
    Map<K, V> map = new HashMap<>();
    rows.forEach(row -> map.put(key.apply(row), value.apply(row)));
    return map;
  }
}
