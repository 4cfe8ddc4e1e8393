package io.throughline.lineage.series;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.SeriesSummary;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads the points of series. */
@ApplicationScoped
public class Histories {
  private static final Points NONE = new Points(new long[0], new long[0], new double[0]);

  /** How many points are read at once: they lie in memory until they are sent. */
  private static final long MOST_POINTS = 2_000_000;

  /** The chunks that have points within steps $4 and $5, or may have. */
  private static final String TOUCHED =
      "($4::bigint IS NULL OR c.max_step >= $4) AND ($5::bigint IS NULL OR c.min_step <= $5)";

  private record Known(UUID id, SeriesSummary summary, long points) {}

  private final Graph graph;

  public Histories(Graph graph) {
    this.graph = graph;
  }

  /** The points of a series in a range, or NOT_FOUND. */
  Uni<History> get(String tenant, SeriesIdentity series, Range range) {
    return all(tenant, List.of(series), range).map(found -> found.get(0));
  }

  /** Several series in their order, each with its points in a range; NOT_FOUND where one is not. */
  Uni<List<History>> all(String tenant, List<SeriesIdentity> series, Range range) {
    String[] scopes =
        series.stream().map(one -> GraphName.scopeOf(one.getRun())).toArray(String[]::new);
    UUID[] ids = series.stream().map(SeriesPart::idOf).toArray(UUID[]::new);
    return known(tenant, scopes, ids, range)
        .invoke(known -> check(series, ids, known))
        .chain(
            known ->
                chunks(tenant, scopes, ids, range)
                    .map(
                        chunks ->
                            Arrays.stream(ids)
                                .map(
                                    id ->
                                        new History(
                                            known.get(id).summary,
                                            join(chunks.getOrDefault(id, List.of()))
                                                .distinct()
                                                .within(range)))
                                .toList()));
  }

  private Uni<Map<UUID, Known>> known(String tenant, String[] scopes, UUID[] ids, Range range) {
    return graph
        .list(
            """
            SELECT s.series_id, s.run, s.metric, s.model, s.dataset, s.segment, s.fold,
              s.first_step, s.first_millis, s.first_value, s.last_step, s.last_millis, s.last_value,
              s.min_value, s.max_value,
              (SELECT sum(c.point_count) FROM graph.chunk AS c
              WHERE c.tenant = s.tenant AND c.scope = s.scope AND c.series_id = s.series_id
                AND %s) AS point_count
            FROM unnest($2::text[], $3::uuid[]) AS w(scope, id)
            JOIN graph.series AS s ON s.tenant = $1 AND s.scope = w.scope AND s.series_id = w.id"""
                .formatted(TOUCHED),
            Tuple.of(tenant, scopes, ids, range.firstStep(), range.lastStep()),
            row ->
                new Known(
                    row.getUUID("series_id"),
                    Summaries.summary(row),
                    row.getLong("point_count") == null ? 0 : row.getLong("point_count")))
        .map(
            rows ->
                rows.stream()
                    .collect(Collectors.toMap(Known::id, known -> known, (one, same) -> one)));
  }

  private Uni<Map<UUID, List<Points>>> chunks(
      String tenant, String[] scopes, UUID[] ids, Range range) {
    return graph
        .list(
            """
            SELECT c.series_id, c.codec, c.point_count, c.points
            FROM (SELECT DISTINCT * FROM unnest($2::text[], $3::uuid[]) AS w(scope, id)) AS w
            JOIN graph.chunk AS c ON c.tenant = $1 AND c.scope = w.scope AND c.series_id = w.id
            WHERE %s
            ORDER BY c.series_id, c.min_step, c.source_partition, c.recorded_from, c.event_index"""
                .formatted(TOUCHED),
            Tuple.of(tenant, scopes, ids, range.firstStep(), range.lastStep()),
            row -> Map.entry(row.getUUID("series_id"), points(row)))
        .map(
            rows ->
                rows.stream()
                    .collect(
                        Collectors.groupingBy(
                            Map.Entry::getKey,
                            Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
  }

  private static void check(List<SeriesIdentity> series, UUID[] ids, Map<UUID, Known> known) {
    for (int i = 0; i < ids.length; i++) {
      if (!known.containsKey(ids[i])) {
        SeriesIdentity missing = series.get(i);
        throw Failure.notFound("series", missing.getRun() + " " + missing.getMetric());
      }
    }
    long points = known.values().stream().mapToLong(Known::points).sum();
    if (points > MOST_POINTS) {
      throw Failure.invalidField(
          "range",
          "holds %,d points; at most %,d are read at once: ask for a smaller range"
              .formatted(points, MOST_POINTS));
    }
  }

  /** The points of a row with the columns codec, point_count and points. */
  public static Points points(Row row) {
    return PointCodec.decode(
        row.getShort("codec"), row.getInteger("point_count"), row.getBuffer("points").getBytes());
  }

  /**
   * Those points of a row that were known at a moment; it has the columns recorded and
   * source_partition too.
   */
  public static Points points(Row row, Moment moment) {
    Points points = points(row);
    Buffer recorded = row.getBuffer("recorded");
    return moment.known() == null || recorded == null
        ? points
        : points.first(
            Recorded.decode(recorded.getBytes())
                .knownAt(moment.known(), row.getInteger("source_partition")));
  }

  /** The points of several chunks, one behind the other. */
  public static Points join(List<Points> chunks) {
    if (chunks.size() == 1) {
      return chunks.get(0);
    }
    int size = chunks.stream().mapToInt(Points::size).sum();
    if (size == 0) {
      return NONE;
    }
    Points all = new Points(new long[size], new long[size], new double[size]);
    int at = 0;
    for (Points chunk : chunks) {
      System.arraycopy(chunk.steps(), 0, all.steps(), at, chunk.size());
      System.arraycopy(chunk.millis(), 0, all.millis(), at, chunk.size());
      System.arraycopy(chunk.values(), 0, all.values(), at, chunk.size());
      at += chunk.size();
    }
    return all;
  }
}
