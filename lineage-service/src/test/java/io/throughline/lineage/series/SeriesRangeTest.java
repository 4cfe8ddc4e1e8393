package io.throughline.lineage.series;

import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.AlignSeriesRequest;
import io.throughline.lineage.v1.AlignSeriesResponse;
import io.throughline.lineage.v1.AlignedSeries;
import io.throughline.lineage.v1.GetSeriesRequest;
import io.throughline.lineage.v1.Series;
import io.throughline.lineage.v1.SeriesAxis;
import io.throughline.lineage.v1.SeriesRange;
import io.throughline.lineage.v1.SeriesServiceGrpc;
import io.throughline.lineage.v1.SeriesServiceGrpc.SeriesServiceBlockingStub;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of series, few points of many, and several series beside each other. */
@LineageTest
class SeriesRangeTest {
  private static final String SCOPE = "experiments/series-range";

  @Inject Mesh mesh;

  @Test
  void givesTheStepsOfARangeOutOfSeveralChunks() {
    SeriesIdentity loss = told("steps", 3, 10);

    Series found = get(loss, SeriesRange.newBuilder().setFirstStep(8).setLastStep(12).build(), 0);

    assertThat(found.getStepsList()).containsExactly(8L, 9L, 10L, 11L, 12L);
    assertThat(found.getPointCount()).isEqualTo(5);
    assertThat(found.getDownsampled()).isFalse();
    assertThat(found.getSummary().getLast().getStep()).isEqualTo(29);
  }

  @Test
  void givesTheTimesOfARange() {
    SeriesIdentity loss = told("times", 3, 10);

    Series found =
        get(
            loss,
            SeriesRange.newBuilder().setFirstTimeMillis(1_020).setLastTimeMillis(1_030).build(),
            0);

    assertThat(found.getTimesMillisList()).containsExactly(1_020L, 1_030L);
  }

  @Test
  void givesNoPointsOfARangeWithNone() {
    SeriesIdentity loss = told("empty", 1, 3);

    Series found = get(loss, SeriesRange.newBuilder().setFirstStep(99).build(), 0);

    assertThat(found.getStepsList()).isEmpty();
    assertThat(found.getPointCount()).isZero();
  }

  @Test
  void keepsTheExtremesOfWhatIsTooLongAndSaysSo() {
    SeriesIdentity loss = series(SCOPE + "/runs/spikes", "loss");
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      points.add(point(i, i, i == 437 ? 99 : i == 811 ? -99 : Math.sin(i)));
    }
    String position = mesh.emit(SCOPE, measured(loss, points.toArray(double[][]::new)));

    Series found =
        stub()
            .getSeries(
                GetSeriesRequest.newBuilder()
                    .setSeries(loss)
                    .setMaxPoints(20)
                    .setPosition(position)
                    .build());

    assertThat(found.getStepsCount()).isLessThanOrEqualTo(20);
    assertThat(found.getStepsList()).contains(0L, 437L, 811L, 999L).isSorted();
    assertThat(found.getValuesList()).contains(99.0, -99.0);
    assertThat(found.getDownsampled()).isTrue();
    assertThat(found.getPointCount()).isEqualTo(1_000);
    assertThat(found.getBucketPoints()).isEqualTo(112);
  }

  @Test
  void laysSeveralSeriesAlongOneAxisWithTheirGaps() {
    SeriesIdentity one = series(SCOPE + "/runs/one", "loss");
    SeriesIdentity two = series(SCOPE + "/runs/two", "loss");
    String position =
        mesh.emit(
            SCOPE,
            measured(one, point(1, 10, 0.5), point(2, 20, 0.25), point(2, 21, 0.125)),
            measured(two, point(2, 5, 1), point(4, 9, 2)));

    AlignSeriesResponse found =
        stub()
            .alignSeries(
                AlignSeriesRequest.newBuilder()
                    .addSeries(one)
                    .addSeries(two)
                    .setBaseline(one)
                    .setPosition(position)
                    .build());

    assertThat(found.getAxisList()).containsExactly(1L, 2L, 4L);
    assertThat(found.getDownsampled()).isFalse();
    assertThat(found.getSeries(0).getValuesList()).containsExactly(0.5, 0.125, 0.0);
    assertThat(found.getSeries(0).getValidity()).isEqualTo(bits(0b011));
    assertThat(found.getSeries(1).getValuesList()).containsExactly(0.0, 1.0, 2.0);
    assertThat(found.getSeries(1).getValidity()).isEqualTo(bits(0b110));
    assertThat(found.getSeries(1).getDifferencesList()).containsExactly(0.0, 0.875, 1.875);
    assertThat(found.getSeries(1).getDifferenceValidity()).isEqualTo(bits(0b110));
    assertThat(found.getSeriesList())
        .extracting(AlignedSeries::getSummary)
        .allMatch(summary -> summary.hasLast());
  }

  @Test
  void laysSeriesAlongTime() {
    SeriesIdentity one = series(SCOPE + "/runs/time-one", "loss");
    SeriesIdentity two = series(SCOPE + "/runs/time-two", "loss");
    String position =
        mesh.emit(
            SCOPE,
            measured(one, point(1, 30, 0.5), point(2, 10, 0.25)),
            measured(two, point(1, 20, 1)));

    AlignSeriesResponse found =
        stub()
            .alignSeries(
                AlignSeriesRequest.newBuilder()
                    .addSeries(one)
                    .addSeries(two)
                    .setAxis(SeriesAxis.SERIES_AXIS_TIME)
                    .setPosition(position)
                    .build());

    assertThat(found.getAxisList()).containsExactly(10L, 20L, 30L);
    assertThat(found.getSeries(0).getValuesList()).containsExactly(0.25, 0.0, 0.5);
    assertThat(found.getSeries(0).getDifferencesList()).isEmpty();
  }

  @Test
  void keepsTheExtremesOfEachSeriesOnALongAxis() {
    SeriesIdentity one = told("long-one", 2, 100);
    SeriesIdentity two = told("long-two", 2, 100);

    AlignSeriesResponse found =
        stub()
            .alignSeries(
                AlignSeriesRequest.newBuilder()
                    .addSeries(one)
                    .addSeries(two)
                    .setMaxPoints(40)
                    .build());

    assertThat(found.getAxisCount()).isLessThanOrEqualTo(40);
    assertThat(found.getAxisList()).contains(0L, 199L).isSorted().doesNotHaveDuplicates();
    assertThat(found.getDownsampled()).isTrue();
  }

  @Test
  void takesRunsAndAMetricForSeries() {
    SeriesIdentity one = told("named", 1, 3);

    AlignSeriesResponse found =
        stub()
            .alignSeries(
                AlignSeriesRequest.newBuilder()
                    .addRuns(one.getRun())
                    .setMetric(one.getMetric())
                    .setBaselineRun(one.getRun())
                    .build());

    assertThat(found.getSeries(0).getSummary().getSeries()).isEqualTo(one);
    assertThat(found.getSeries(0).getDifferencesList()).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void saysWhichSeriesDoesNotExist() {
    SeriesIdentity known = told("known", 1, 1);
    SeriesIdentity unknown = series(SCOPE + "/runs/unknown", "loss");

    Throwable failed =
        catchThrowable(
            () ->
                stub()
                    .alignSeries(
                        AlignSeriesRequest.newBuilder()
                            .addSeries(known)
                            .setBaseline(unknown)
                            .build()));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
    assertThat(failed).hasMessageContaining(unknown.getRun());
  }

  /** A series of so many chunks of so many points, read once so that the graph holds it. */
  private SeriesIdentity told(String run, int chunks, int size) {
    SeriesIdentity loss = series(SCOPE + "/runs/" + run, "loss");
    String position = "";
    for (int chunk = 0; chunk < chunks; chunk++) {
      double[][] points = new double[size][];
      for (int i = 0; i < size; i++) {
        int step = chunk * size + i;
        points[i] = point(step, 1_000 + 10L * step, step % 7);
      }
      position = mesh.emit(SCOPE, measured(loss, points));
    }
    stub().getSeries(GetSeriesRequest.newBuilder().setSeries(loss).setPosition(position).build());
    return loss;
  }

  private Series get(SeriesIdentity series, SeriesRange range, int most) {
    return stub()
        .getSeries(
            GetSeriesRequest.newBuilder()
                .setSeries(series)
                .setRange(range)
                .setMaxPoints(most)
                .build());
  }

  private SeriesServiceBlockingStub stub() {
    return SeriesServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  private static ByteString bits(int bits) {
    return ByteString.copyFrom(new byte[] {(byte) bits});
  }
}
