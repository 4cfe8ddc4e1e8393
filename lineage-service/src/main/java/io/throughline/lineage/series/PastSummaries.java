package io.throughline.lineage.series;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.Point;
import io.throughline.lineage.v1.SeriesSummary;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Summarises series as they were, or were known, at a moment: from their points. */
@ApplicationScoped
public class PastSummaries {
  private record Chunk(SeriesIdentity series, Points points) {}

  private final Graph graph;

  PastSummaries(Graph graph) {
    this.graph = graph;
  }

  /** The series of a run that had points then, by metric. */
  public Uni<List<SeriesSummary>> of(String tenant, String scope, String run, Moment moment) {
    return graph
        .list(
            """
            SELECT s.run, s.metric, s.model, s.dataset, s.segment, s.fold,
              c.codec, c.point_count, c.points, c.recorded, c.source_partition
            FROM graph.series AS s JOIN graph.chunk AS c
              ON c.tenant = s.tenant AND c.scope = s.scope AND c.series_id = s.series_id
            WHERE s.tenant = $1 AND s.scope = $2 AND s.run = $3 AND %s
              AND ($4::timestamptz IS NULL OR true)
            ORDER BY s.metric, s.model, s.dataset, s.segment, s.fold"""
                .formatted(Moment.known("c", 5)),
            moment.addTo(Tuple.of(tenant, scope, run)),
            row -> chunk(row, moment))
        .map(chunks -> summaries(chunks, moment.at()));
  }

  private static Chunk chunk(Row row, Moment moment) {
    return new Chunk(
        SeriesIdentity.newBuilder()
            .setRun(row.getString("run"))
            .setMetric(row.getString("metric"))
            .setModel(row.getString("model"))
            .setDataset(row.getString("dataset"))
            .setSegment(row.getString("segment"))
            .setFold(row.getInteger("fold"))
            .build(),
        Histories.points(row, moment));
  }

  private static List<SeriesSummary> summaries(List<Chunk> chunks, OffsetDateTime at) {
    Map<SeriesIdentity, List<Points>> bySeries = new LinkedHashMap<>();
    chunks.forEach(
        chunk -> bySeries.computeIfAbsent(chunk.series, s -> new ArrayList<>()).add(chunk.points));
    List<SeriesSummary> summaries = new ArrayList<>();
    bySeries.forEach(
        (series, parts) -> {
          Points points = Histories.join(parts).distinct().until(at);
          if (points.size() > 0) {
            summaries.add(summary(series, points));
          }
        });
    return summaries;
  }

  private static SeriesSummary summary(SeriesIdentity series, Points points) {
    SeriesSummary.Builder summary =
        SeriesSummary.newBuilder()
            .setSeries(series)
            .setFirst(point(points, 0))
            .setLast(point(points, points.size() - 1));
    for (double value : points.values()) {
      if (!Double.isNaN(value)) {
        summary
            .setMin(summary.hasMin() ? Math.min(summary.getMin(), value) : value)
            .setMax(summary.hasMax() ? Math.max(summary.getMax(), value) : value);
      }
    }
    return summary.build();
  }

  private static Point point(Points points, int i) {
    return Point.newBuilder()
        .setStep(points.steps()[i])
        .setTimeMillis(points.millis()[i])
        .setValue(points.values()[i])
        .build();
  }
}
