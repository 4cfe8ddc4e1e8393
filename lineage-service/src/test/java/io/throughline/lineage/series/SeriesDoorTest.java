package io.throughline.lineage.series;

import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.GetSeriesRequest;
import io.throughline.lineage.v1.ListSeriesRequest;
import io.throughline.lineage.v1.ListSeriesResponse;
import io.throughline.lineage.v1.Point;
import io.throughline.lineage.v1.Series;
import io.throughline.lineage.v1.SeriesServiceGrpc;
import io.throughline.lineage.v1.SeriesServiceGrpc.SeriesServiceBlockingStub;
import io.throughline.lineage.v1.SeriesSummary;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class SeriesDoorTest {
  private static final String SCOPE = "experiments/series";
  @Inject Mesh mesh;
  private SeriesServiceBlockingStub stub;

  @BeforeEach
  void open() {
    stub = SeriesServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  @Test
  void givesEveryPointOnceInOrderHoweverItCame() {
    SeriesIdentity loss = series(SCOPE + "/runs/a", "loss");
    mesh.emit(SCOPE, measured(loss, point(3, 30, 0.3), point(1, 10, 0.9)));
    mesh.emit(SCOPE, measured(loss, point(2, 20, 0.5), point(1, 10, 0.9)));
    String position = mesh.emit(SCOPE, measured(loss, point(2, 20, 0.4)));

    Series found = get(loss, position);

    assertThat(found.getStepsList()).containsExactly(1L, 2L, 2L, 3L);
    assertThat(found.getTimesMillisList()).containsExactly(10L, 20L, 20L, 30L);
    assertThat(found.getValuesList()).containsExactly(0.9, 0.4, 0.5, 0.3);
  }

  @Test
  void takesTheLargestByStepTimeAndValueForTheLastPoint() {
    SeriesIdentity loss = series(SCOPE + "/runs/b", "loss");
    mesh.emit(SCOPE, measured(loss, point(5, 10, 0.1), point(5, 20, 0.2)));
    String position =
        mesh.emit(SCOPE, measured(loss, point(4, 99, 0.7)), measured(loss, point(5, 20, 0.3)));

    SeriesSummary summary = get(loss, position).getSummary();

    assertThat(summary.getLast())
        .isEqualTo(Point.newBuilder().setStep(5).setTimeMillis(20).setValue(0.3).build());
    assertThat(summary.getFirst())
        .isEqualTo(Point.newBuilder().setStep(4).setTimeMillis(99).setValue(0.7).build());
    assertThat(summary.getMin()).isEqualTo(0.1);
    assertThat(summary.getMax()).isEqualTo(0.7);
  }

  @Test
  void leavesNaNOutOfMinimumAndMaximumButNotOutOfThePoints() {
    SeriesIdentity loss = series(SCOPE + "/runs/c", "loss");
    mesh.emit(SCOPE, measured(loss, point(1, 1, Double.NaN)));
    SeriesIdentity onlyNaN = series(SCOPE + "/runs/c", "only_nan");
    String position =
        mesh.emit(
            SCOPE,
            measured(loss, point(2, 2, 0.5), point(3, 3, Double.NEGATIVE_INFINITY)),
            measured(onlyNaN, point(1, 1, Double.NaN)));

    Series found = get(loss, position);
    SeriesSummary empty = get(onlyNaN, position).getSummary();

    assertThat(found.getValuesList()).containsExactly(Double.NaN, 0.5, Double.NEGATIVE_INFINITY);
    assertThat(found.getSummary().getMin()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(found.getSummary().getMax()).isEqualTo(0.5);
    assertThat(found.getSummary().getFirst().getValue()).isNaN();
    assertThat(empty.hasMin()).isFalse();
    assertThat(empty.hasMax()).isFalse();
  }

  @Test
  void listsTheSeriesOfAModelThatAnotherExperimentMeasured() {
    String model = "experiments/series-home/models/m";
    SeriesIdentity there = series(SCOPE + "/runs/d", "mae").toBuilder().setModel(model).build();
    String position = mesh.emit(SCOPE, measured(there, point(1, 1, 2)));

    ListSeriesResponse found =
        stub.listSeries(
            ListSeriesRequest.newBuilder().setSubject(model).setPosition(position).build());

    assertThat(found.getSeriesList()).extracting(SeriesSummary::getSeries).containsExactly(there);
  }

  @Test
  void pagesThroughTheSeriesOfARun() {
    String run = SCOPE + "/runs/pages";
    String position = "";
    for (int i = 0; i < 5; i++) {
      position = mesh.emit(SCOPE, measured(series(run, "metric" + i), point(1, 1, i)));
    }
    List<String> metrics = new ArrayList<>();
    String token = "";
    do {
      ListSeriesResponse page =
          stub.listSeries(
              ListSeriesRequest.newBuilder()
                  .setSubject(run)
                  .setPageSize(2)
                  .setPageToken(token)
                  .setPosition(position)
                  .build());
      page.getSeriesList().forEach(series -> metrics.add(series.getSeries().getMetric()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(metrics).containsExactly("metric0", "metric1", "metric2", "metric3", "metric4");
  }

  @Test
  void saysThatASeriesDoesNotExist() {
    Throwable failed = catchThrowable(() -> get(series(SCOPE + "/runs/none", "loss"), ""));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  private Series get(SeriesIdentity series, String position) {
    return stub.getSeries(
        GetSeriesRequest.newBuilder().setSeries(series).setPosition(position).build());
  }
}
