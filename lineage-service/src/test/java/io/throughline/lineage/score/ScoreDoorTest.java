package io.throughline.lineage.score;

import static io.throughline.lineage.testing.Events.folded;
import static io.throughline.lineage.testing.Events.read;
import static io.throughline.lineage.testing.Events.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.groups.Tuple.tuple;

import io.throughline.event.v1.DatasetRole;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Conflict;
import io.throughline.lineage.v1.DatasetServiceGrpc;
import io.throughline.lineage.v1.Folds;
import io.throughline.lineage.v1.GetDatasetRequest;
import io.throughline.lineage.v1.GetFoldsRequest;
import io.throughline.lineage.v1.GetRunRequest;
import io.throughline.lineage.v1.GetScoresRequest;
import io.throughline.lineage.v1.ListMeasurementsRequest;
import io.throughline.lineage.v1.Measurement;
import io.throughline.lineage.v1.MeasurementForm;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.lineage.v1.ScoreServiceGrpc;
import io.throughline.lineage.v1.ScoreServiceGrpc.ScoreServiceBlockingStub;
import io.throughline.lineage.v1.Scores;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class ScoreDoorTest {
  @Inject Mesh mesh;
  private ScoreServiceBlockingStub stub;
  private String scope;
  private String run;
  private String model;
  private String data;

  @BeforeEach
  void open() {
    stub = ScoreServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
    scope = "experiments/scores-" + UUID.randomUUID();
    run = scope + "/runs/r";
    model = scope + "/models/m";
    data = scope + "/datasets/d";
  }

  @Test
  void addsUpScoresOfSeveralEventsInTheOrderOfTheirUnits() {
    mesh.emit(scope, scored(run, model, data, "mae", List.of("u2", "u3"), 2.0, 3.0));
    String position =
        mesh.emit(
            scope,
            scored(run, model, data, "mae", List.of("u1", "u2"), 1.0, 2.0),
            read(run, data, DatasetRole.DATASET_ROLE_JUDGEMENT));

    Scores found = scores("mae", position);

    assertThat(found.getUnitsList()).containsExactly("u1", "u2", "u3");
    assertThat(found.getValuesList()).containsExactly(1.0, 2.0, 3.0);
    assertThat(found.getRolesList()).containsExactly(DatasetRole.DATASET_ROLE_JUDGEMENT);
  }

  @Test
  void keepsTheFirstScoreOfAUnitAndRecordsTheConflictOnTheRun() {
    mesh.emit(scope, scored(run, model, data, "mae", List.of("u1"), 1.0));
    String position = mesh.emit(scope, scored(run + "2", model, data, "mae", List.of("u1"), 9.0));

    Scores found = scores("mae", position);
    List<Conflict> conflicts =
        RunServiceGrpc.newBlockingStub(mesh.door())
            .withCallCredentials(Mesh.everything())
            .getRun(GetRunRequest.newBuilder().setName(run + "2").build())
            .getConflictsList();

    assertThat(found.getValuesList()).containsExactly(1.0);
    assertThat(conflicts).singleElement().extracting(Conflict::getRefused).isEqualTo("9");
  }

  @Test
  void givesFoldsInTheirOrder() {
    mesh.emit(scope, folded(run, model, data, "rmse", 2, 0.2));
    String position =
        mesh.emit(
            scope,
            folded(run, model, data, "rmse", 1, 0.1),
            folded(run, model, data, "rmse", 2, 0.2));

    Folds found =
        stub.getFolds(
            GetFoldsRequest.newBuilder()
                .setModel(model)
                .setDataset(data)
                .setMetric("rmse")
                .setPosition(position)
                .build());

    assertThat(found.getFoldsList()).containsExactly(1, 2);
    assertThat(found.getValuesList()).containsExactly(0.1, 0.2);
    assertThat(found.getTrainCountsList()).containsExactly(90L, 90L);
    assertThat(found.getTestCountsList()).containsExactly(10L, 10L);
  }

  @Test
  void listsWhatWasMeasuredWhereverItWas() {
    String elsewhere = scope + "-elsewhere";
    String there =
        mesh.emit(
            elsewhere,
            scored(elsewhere + "/runs/r", model, data, "mae", List.of("u1", "u2"), 7.0, 3.0));
    String here =
        mesh.emit(
            scope,
            scored(run, model, data, "mae", List.of("u1"), 1.0),
            scored(run, model, data, "worst", List.of("u1", "u2"), 1.0, Double.NaN),
            folded(run, model, data, "mae", 1, 0.5),
            read(run, data, DatasetRole.DATASET_ROLE_SELECTION),
            read(run, data, DatasetRole.DATASET_ROLE_TRAINING));

    List<Measurement> found =
        stub.listMeasurements(
                ListMeasurementsRequest.newBuilder()
                    .setModel(model)
                    .setPosition(here + "," + there)
                    .build())
            .getMeasurementsList();

    assertThat(found)
        .extracting(Measurement::getMetric, Measurement::getForm, Measurement::getCount)
        .containsExactly(
            tuple("mae", MeasurementForm.MEASUREMENT_FORM_SCORES, 2L),
            tuple("mae", MeasurementForm.MEASUREMENT_FORM_FOLDS, 1L),
            tuple("worst", MeasurementForm.MEASUREMENT_FORM_SCORES, 2L));
    assertThat(found.get(0).getMean()).isEqualTo(2.0);
    assertThat(found.get(2).getMean()).isNaN();
    assertThat(found.get(0).getRolesList())
        .containsExactly(DatasetRole.DATASET_ROLE_TRAINING, DatasetRole.DATASET_ROLE_SELECTION);
  }

  @Test
  void tellsTheRolesOfADatasetWhicheverExperimentUsedIt() {
    String elsewhere = scope + "-elsewhere";
    String position =
        mesh.emit(elsewhere, read(elsewhere + "/runs/r", data, DatasetRole.DATASET_ROLE_TRAINING));

    assertThat(
            DatasetServiceGrpc.newBlockingStub(mesh.door())
                .withCallCredentials(Mesh.everything())
                .getDataset(
                    GetDatasetRequest.newBuilder().setName(data).setPosition(position).build())
                .getRolesList())
        .containsExactly(DatasetRole.DATASET_ROLE_TRAINING);
  }

  @Test
  void saysThatNothingWasMeasured() {
    Throwable failed = catchThrowable(() -> scores("none", ""));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  private Scores scores(String metric, String position) {
    return stub.getScores(
        GetScoresRequest.newBuilder()
            .setModel(model)
            .setDataset(data)
            .setMetric(metric)
            .setPosition(position)
            .build());
  }
}
