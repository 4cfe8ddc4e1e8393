package io.throughline.lineage.series;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.store.Generation;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Makes few chunks of many: where a series was written point by point, its smallest chunks become
 * chunks of about a thousand points, which say with which position each point became known. So
 * every answer, about the past too, stays the same. A step takes one series and a thousand of its
 * chunks; the row that the follower needs is locked at its end alone.
 */
@ApplicationScoped
public class Compaction {
  /** A series has so many small chunks before they are merged. */
  static final int USUAL_TRIGGER = 1_000;

  /** A chunk with fewer points is small. */
  static final int SMALL = 100;

  /** How many chunks a step merges. */
  static final int STEP = 1_000;

  /** How many points a merged chunk has at most. */
  static final int FULL = 1_000;

  /** A crash may lose a step, which is then done again. */
  private static final String SETTINGS =
      "SET LOCAL synchronous_commit = off; SET LOCAL enable_seqscan = off";

  /** The name of the lock that a step holds; whoever removes chunks holds it, too. */
  public static final String TURN_NAME = "compaction of series";

  /** One step at a time, of all replicas. */
  private static final String TURN =
      "SELECT pg_try_advisory_xact_lock(hashtext('%s'))".formatted(TURN_NAME);

  private static final String NEXT =
      """
      SELECT tenant, scope, series_id FROM graph.series
      WHERE small_chunks >= %d LIMIT 1""";

  private static final String TAKE =
      """
      WITH taken AS (
        SELECT tenant, scope, series_id, source_partition, recorded_from, event_index
        FROM graph.chunk
        WHERE tenant = $1 AND scope = $2 AND series_id = $3 AND point_count < %d
          AND recorded IS NULL
        ORDER BY source_partition, recorded_from, event_index LIMIT %d)
      DELETE FROM graph.chunk AS c USING taken AS t
      WHERE c.tenant = $1 AND c.scope = $2 AND c.series_id = $3
        AND c.source_partition = t.source_partition AND c.recorded_from = t.recorded_from
        AND c.event_index = t.event_index
      RETURNING c.source_partition, c.recorded_from, c.event_index, c.codec, c.point_count,
        c.points, c.recorded"""
          .formatted(SMALL, STEP);

  private static final String PUT =
      """
      INSERT INTO graph.chunk (tenant, scope, series_id, source_partition, recorded_from,
        event_index, min_step, max_step, point_count, codec, points, recorded)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";

  private static final String DONE =
      """
      UPDATE graph.series
      SET small_chunks = CASE WHEN $4 < %d THEN 0 ELSE greatest(0, small_chunks - $4) END
      WHERE tenant = $1 AND scope = $2 AND series_id = $3"""
          .formatted(STEP);

  private record Place(String tenant, String scope, UUID series) {
    Tuple values() {
      return Tuple.of(tenant, scope, series);
    }
  }

  private final Graph graph;
  private final String next;

  @Inject
  Compaction(Graph graph) {
    this(graph, USUAL_TRIGGER);
  }

  /** Merges as soon as a series has so many small chunks. */
  public Compaction(Graph graph, int trigger) {
    this.graph = graph;
    this.next = NEXT.formatted(trigger);
  }

  /**
   * Merges chunks of one series; false where there is nothing to do, or another replica does it.
   */
  public Uni<Boolean> step() {
    Generation generation = graph.generation();
    return graph
        .pool()
        .withTransaction(
            connection ->
                connection
                    .query(SETTINGS)
                    .execute()
                    .chain(() -> connection.query(TURN).execute())
                    .chain(
                        turn ->
                            turn.iterator().next().getBoolean(0)
                                ? list(connection, generation, next, Tuple.tuple())
                                : Uni.createFrom().item(List.<Row>of()))
                    .chain(
                        found ->
                            found.isEmpty()
                                ? Uni.createFrom().item(false)
                                : merge(connection, generation, place(found.get(0)))));
  }

  private static Uni<Boolean> merge(SqlConnection connection, Generation generation, Place place) {
    return list(connection, generation, TAKE, place.values())
        .chain(
            taken -> {
              List<Tuple> merged = merged(place, taken);
              Uni<?> put =
                  merged.isEmpty()
                      ? Uni.createFrom().voidItem()
                      : connection.preparedQuery(generation.qualify(PUT)).executeBatch(merged);
              return put.chain(
                  () ->
                      list(connection, generation, DONE, place.values().addInteger(taken.size())));
            })
        .replaceWith(true);
  }

  /** The rows of the merged chunks: of each partition the points as they became known. */
  private static List<Tuple> merged(Place place, List<Row> taken) {
    List<Row> rows = new ArrayList<>(taken);
    rows.sort(
        Comparator.comparing((Row row) -> row.getInteger("source_partition"))
            .thenComparing(row -> row.getLong("recorded_from"))
            .thenComparing(row -> row.getInteger("event_index")));
    List<Tuple> merged = new ArrayList<>();
    int from = 0;
    while (from < rows.size()) {
      int to = from;
      int points = 0;
      while (to < rows.size()
          && rows.get(to)
              .getInteger("source_partition")
              .equals(rows.get(from).getInteger("source_partition"))
          && points + rows.get(to).getInteger("point_count") <= FULL) {
        points += rows.get(to++).getInteger("point_count");
      }
      merged.add(row(place, rows.subList(from, to)));
      from = to;
    }
    return merged;
  }

  private static Tuple row(Place place, List<Row> parts) {
    Points points = Histories.join(parts.stream().map(Histories::points).toList());
    Recorded recorded =
        new Recorded(
            parts.stream().mapToLong(part -> part.getLong("recorded_from")).toArray(),
            parts.stream().mapToInt(part -> part.getInteger("point_count")).toArray());
    Row first = parts.get(0);
    return place
        .values()
        .addInteger(first.getInteger("source_partition"))
        .addLong(first.getLong("recorded_from"))
        .addInteger(first.getInteger("event_index"))
        .addLong(Arrays.stream(points.steps()).min().orElseThrow())
        .addLong(Arrays.stream(points.steps()).max().orElseThrow())
        .addInteger(points.size())
        .addShort(PointCodec.DELTAS)
        .addBuffer(Buffer.buffer(PointCodec.encode(points)))
        .addBuffer(Buffer.buffer(recorded.encode()));
  }

  private static Place place(Row row) {
    return new Place(row.getString("tenant"), row.getString("scope"), row.getUUID("series_id"));
  }

  private static Uni<List<Row>> list(
      SqlConnection connection, Generation generation, String sql, Tuple values) {
    return connection
        .preparedQuery(generation.qualify(sql))
        .execute(values)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
  }
}
