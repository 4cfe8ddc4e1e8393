package io.throughline.lineage.series;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.Series;
import io.throughline.lineage.v1.SeriesSummary;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Reads the points of series. */
@ApplicationScoped
public class Histories {
  private static final Points NONE = new Points(new long[0], new long[0], new double[0]);

  private final Graph graph;

  public Histories(Graph graph) {
    this.graph = graph;
  }

  /** All points of a series, or NOT_FOUND. */
  public Uni<Series> get(String tenant, SeriesIdentity series) {
    String scope = GraphName.scopeOf(series.getRun());
    UUID id = SeriesPart.idOf(series);
    return Uni.combine()
        .all()
        .unis(
            graph.first(
                """
                SELECT run, metric, model, dataset, segment, fold, first_step, first_millis,
                  first_value, last_step, last_millis, last_value, min_value, max_value
                FROM graph.series WHERE tenant = $1 AND scope = $2 AND series_id = $3""",
                Tuple.of(tenant, scope, id),
                Summaries::summary),
            graph.list(
                """
                SELECT codec, point_count, points FROM graph.chunk
                WHERE tenant = $1 AND scope = $2 AND series_id = $3
                ORDER BY min_step, source_partition, recorded_from, event_index""",
                Tuple.of(tenant, scope, id),
                Histories::points))
        .with(
            (summary, chunks) ->
                message(
                    summary.orElseThrow(
                        () ->
                            Failure.notFound("series", series.getRun() + " " + series.getMetric())),
                    join(chunks).distinct()));
  }

  /** The points of a row with the columns codec, point_count and points. */
  public static Points points(Row row) {
    return PointCodec.decode(
        row.getShort("codec"), row.getInteger("point_count"), row.getBuffer("points").getBytes());
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

  private static Series message(SeriesSummary summary, Points points) {
    return Series.newBuilder()
        .setSummary(summary)
        .addAllSteps(Arrays.stream(points.steps()).boxed().toList())
        .addAllTimesMillis(Arrays.stream(points.millis()).boxed().toList())
        .addAllValues(Arrays.stream(points.values()).boxed().toList())
        .build();
  }
}
