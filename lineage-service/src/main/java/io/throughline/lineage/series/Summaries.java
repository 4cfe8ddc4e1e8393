package io.throughline.lineage.series;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.lineage.v1.Point;
import io.throughline.lineage.v1.SeriesSummary;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads the summaries of series. */
@ApplicationScoped
public class Summaries {
  private static final String LIST = "ListSeries";
  private static final String COLUMNS =
      """
      SELECT s.series_id, s.run, s.metric, s.model, s.dataset, s.segment, s.fold,
        s.first_step, s.first_millis, s.first_value, s.last_step, s.last_millis, s.last_value,
        s.min_value, s.max_value
      """;
  private static final String AFTER_AND_ORDER =
      """
       AND (s.metric, s.run, s.series_id) > ($3, $4, $5)
      ORDER BY s.metric, s.run, s.series_id LIMIT $6""";
  private static final int FIRST = 7;
  private static final int LAST = 10;
  private static final int MIN = 13;
  private static final int MAX = 14;
  private static final UUID SMALLEST = new UUID(0, 0);

  private record Keyed(UUID id, SeriesSummary summary) {}

  private final Graph graph;

  public Summaries(Graph graph) {
    this.graph = graph;
  }

  /** The summaries of all series of runs of one scope, by metric. */
  public Uni<Map<String, List<SeriesSummary>>> ofRuns(
      String tenant, String scope, List<String> runs) {
    return graph
        .list(
            COLUMNS
                + """
                FROM graph.series AS s
                WHERE s.tenant = $1 AND s.scope = $2 AND s.run = ANY ($3)
                ORDER BY s.run, s.metric, s.model, s.dataset, s.segment, s.fold""",
            Tuple.of(tenant, scope, runs.toArray(String[]::new)),
            Summaries::summary)
        .map(
            rows ->
                rows.stream()
                    .collect(Collectors.groupingBy(summary -> summary.getSeries().getRun())));
  }

  /** A page of the series of a run, or of a model in whichever experiment it was measured. */
  public Uni<Page<SeriesSummary>> page(String tenant, String subject, int size, String token) {
    List<String> last = PageToken.decode(token, LIST, tenant, subject);
    boolean ofRun = GraphName.of(subject, "").kind() == NodeKind.NODE_KIND_RUN;
    String from =
        ofRun
            ? "FROM graph.series AS s WHERE s.tenant = $1 AND s.scope = $7 AND s.run = $2"
            : """
              FROM graph.series AS s WHERE s.tenant = $1 AND s.model = $2 AND s.scope IN (
                SELECT $7 UNION
                SELECT split_part(e.target, '/', 1) || '/' || split_part(e.target, '/', 2)
                FROM graph.edge AS e WHERE e.tenant = $1 AND e.scope = $7
                  AND e.source = $2 AND e.kind = %d)"""
                .formatted(EdgeKind.EDGE_KIND_MEASURED_BY_VALUE);
    Tuple values =
        Tuple.of(
            tenant,
            subject,
            last.isEmpty() ? "" : last.get(0),
            last.isEmpty() ? "" : last.get(1),
            last.isEmpty() ? SMALLEST : UUID.fromString(last.get(2)),
            size + 1);
    values.addString(GraphName.scopeOf(subject));
    return graph
        .list(
            COLUMNS + from + AFTER_AND_ORDER,
            values,
            row -> new Keyed(row.getUUID("series_id"), summary(row)))
        .map(read -> Page.of(read, size, Summaries::key, LIST, tenant, subject))
        .map(page -> new Page<>(page.rows().stream().map(Keyed::summary).toList(), page.next()));
  }

  private static List<String> key(Keyed row) {
    SeriesIdentity series = row.summary.getSeries();
    return List.of(series.getMetric(), series.getRun(), row.id.toString());
  }

  /** The summary in a row that begins with the columns of {@link #COLUMNS}, in their order. */
  static SeriesSummary summary(Row row) {
    SeriesSummary.Builder summary =
        SeriesSummary.newBuilder()
            .setSeries(
                SeriesIdentity.newBuilder()
                    .setRun(row.getString(1))
                    .setMetric(row.getString(2))
                    .setModel(row.getString(3))
                    .setDataset(row.getString(4))
                    .setSegment(row.getString(5))
                    .setFold(row.getInteger(6)))
            .setFirst(point(row, FIRST))
            .setLast(point(row, LAST));
    if (row.getDouble(MIN) != null) {
      summary.setMin(row.getDouble(MIN)).setMax(row.getDouble(MAX));
    }
    return summary.build();
  }

  private static Point point(Row row, int at) {
    return Point.newBuilder()
        .setStep(row.getLong(at))
        .setTimeMillis(row.getLong(at + 1))
        .setValue(row.getDouble(at + 2))
        .build();
  }
}
