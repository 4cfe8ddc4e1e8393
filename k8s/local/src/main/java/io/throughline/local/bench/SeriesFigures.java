package io.throughline.local.bench;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.lineage.v1.GetSeriesRequest;
import io.throughline.lineage.v1.Series;
import io.throughline.lineage.v1.SeriesRange;
import io.throughline.lineage.v1.SeriesServiceGrpc;
import io.throughline.lineage.v1.SeriesServiceGrpc.SeriesServiceBlockingStub;
import java.util.List;
import java.util.function.Consumer;

/** A series of a million points, which came in through the journal, a thousand an event. */
final class SeriesFigures {
  private static final int CHUNKS = 1_000;
  private static final int CHUNK = 1_000;
  private static final int EVENTS_PER_BATCH = 10;
  private static final int DRAWN = 2_000;
  private static final int WARM = 10;
  private static final int COUNT = 40;
  private static final int WARM_WINDOW = 60;
  private static final int COUNT_WINDOW = 200;
  private static final long WINDOW_START = 500_500;
  private static final String EXPERIMENT = "experiments/bench-series";
  private static final SeriesIdentity SERIES =
      SeriesIdentity.newBuilder().setRun(EXPERIMENT + "/runs/r").setMetric("loss").build();

  private static final String BARE =
      """
      SELECT c.codec, c.point_count, c.points FROM graph.series AS s JOIN graph.chunk AS c
        ON c.tenant = s.tenant AND c.scope = s.scope AND c.series_id = s.series_id
      WHERE s.tenant = '-' AND s.scope = '%s' AND s.metric = 'loss'
        AND c.max_step >= %d AND c.min_step <= %d
      ORDER BY c.min_step""";

  private final GraphMesh mesh;
  private final SeriesServiceBlockingStub door;
  private String position = "";

  SeriesFigures(GraphMesh mesh) {
    this.mesh = mesh;
    this.door = SeriesServiceGrpc.newBlockingStub(mesh.lineage());
  }

  void fill(Consumer<String> progress) {
    progress.accept("emits a series of %,d points".formatted(CHUNKS * CHUNK));
    var journal = JournalServiceGrpc.newBlockingStub(mesh.ingest());
    for (int number = 1; number <= CHUNKS / EVENTS_PER_BATCH; number++) {
      Batch.Builder batch =
          Batch.newBuilder()
              .setScope(EXPERIMENT)
              .setProducer("bench")
              .setEpoch(1)
              .setNumber(number);
      for (int i = 0; i < EVENTS_PER_BATCH; i++) {
        batch.addEvents(event((number - 1) * EVENTS_PER_BATCH + i));
      }
      position =
          journal
              .append(AppendRequest.newBuilder().setBatch(batch).build())
              .getAcknowledgement()
              .getPosition();
    }
  }

  List<Figure> measure() throws Exception {
    Series drawn = door.getSeries(whole());
    if (drawn.getPointCount() != CHUNKS * CHUNK) {
      throw new BenchFailed("the series has %,d points".formatted(drawn.getPointCount()));
    }
    Latencies sampled = Latencies.of(WARM, COUNT, () -> door.getSeries(whole()));
    Latencies window = Latencies.of(WARM_WINDOW, COUNT_WINDOW, () -> door.getSeries(window()));
    Latencies bareWhole =
        Latencies.of(WARM, COUNT, mesh.bare(BARE.formatted(EXPERIMENT, 0, Long.MAX_VALUE)));
    Latencies bareWindow =
        Latencies.of(
            WARM_WINDOW,
            COUNT_WINDOW,
            mesh.bare(BARE.formatted(EXPERIMENT, WINDOW_START, WINDOW_START + CHUNK - 1)));
    return List.of(
        Figure.beside("series_downsampled_p50", sampled.p50(), "ms", 300, bareWhole.p50())
            .noted("1,000,000 points, all through the journal"),
        Figure.beside("series_window_p50", window.p50(), "ms", 10, bareWindow.p50()));
  }

  private GetSeriesRequest whole() {
    return GetSeriesRequest.newBuilder()
        .setSeries(SERIES)
        .setMaxPoints(DRAWN)
        .setPosition(position)
        .build();
  }

  private static GetSeriesRequest window() {
    return GetSeriesRequest.newBuilder()
        .setSeries(SERIES)
        .setRange(
            SeriesRange.newBuilder()
                .setFirstStep(WINDOW_START)
                .setLastStep(WINDOW_START + CHUNK - 1))
        .build();
  }

  private static Event event(int chunk) {
    PointsMeasured.Builder measured = PointsMeasured.newBuilder().setSeries(SERIES);
    long start = 1_700_000_000_000L;
    for (int i = 0; i < CHUNK; i++) {
      long step = (long) chunk * CHUNK + i;
      measured
          .addStepDeltas(i == 0 ? step : 1)
          .addTimeDeltas(i == 0 ? start + step * 100 : 100)
          .addValues(Math.sin(step / 1e4) + (step * 7919 % 1_000) / 1e4);
    }
    return Event.newBuilder().setPointsMeasured(measured).build();
  }
}
