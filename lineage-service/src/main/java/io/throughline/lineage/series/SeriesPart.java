package io.throughline.lineage.series;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.Identity;
import io.throughline.lineage.v1.EdgeKind;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Points that were measured. */
@ApplicationScoped
public class SeriesPart implements Part {

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.POINTS_MEASURED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    PointsMeasured measured = fact.event().getPointsMeasured();
    SeriesIdentity series = measured.getSeries();
    new GraphWriter(fact, writes)
        .mention(series.getRun())
        .linkAgain(series.getModel(), EdgeKind.EDGE_KIND_MEASURED_BY, series.getRun());
    Points points =
        new Points(
            sums(measured.getStepDeltasList()),
            sums(measured.getTimeDeltasList()),
            measured.getValuesList().stream().mapToDouble(Double::doubleValue).toArray());
    writes.add(
        SeriesTables.CHUNK,
        fact.tenant(),
        fact.scope(),
        idOf(series),
        fact.partition(),
        fact.position(),
        fact.index(),
        Arrays.stream(points.steps()).min().orElseThrow(),
        Arrays.stream(points.steps()).max().orElseThrow(),
        points.size(),
        PointCodec.DELTAS,
        Buffer.buffer(PointCodec.encode(points)));
    summarise(fact, series, points, writes);
  }

  /** The key of a series. */
  static UUID idOf(SeriesIdentity series) {
    return Identity.of(
        series.getRun(),
        series.getMetric(),
        series.getModel(),
        series.getDataset(),
        series.getSegment(),
        Integer.toString(series.getFold()));
  }

  private static void summarise(Fact fact, SeriesIdentity series, Points points, Writes writes) {
    int first = 0;
    int last = 0;
    Double min = null;
    Double max = null;
    for (int i = 0; i < points.size(); i++) {
      first = points.compare(i, first) < 0 ? i : first;
      last = points.compare(i, last) > 0 ? i : last;
      double value = points.values()[i];
      if (!Double.isNaN(value)) {
        min = min == null ? value : Math.min(min, value);
        max = max == null ? value : Math.max(max, value);
      }
    }
    writes.add(
        SeriesTables.SERIES,
        fact.tenant(),
        fact.scope(),
        idOf(series),
        series.getRun(),
        series.getMetric(),
        series.getModel(),
        series.getDataset(),
        series.getSegment(),
        series.getFold(),
        points.steps()[first],
        points.millis()[first],
        points.values()[first],
        points.steps()[last],
        points.millis()[last],
        points.values()[last],
        min,
        max,
        points.size() < Compaction.SMALL ? 1 : 0);
  }

  private static long[] sums(List<Long> deltas) {
    long[] sums = new long[deltas.size()];
    long sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += deltas.get(i);
      sums[i] = sum;
    }
    return sums;
  }
}
