package io.throughline.selection.graph;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Longs;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.v1.Folds;
import io.throughline.lineage.v1.GetDatasetRequest;
import io.throughline.lineage.v1.GetFoldsRequest;
import io.throughline.lineage.v1.GetScoresRequest;
import io.throughline.lineage.v1.ListMeasurementsRequest;
import io.throughline.lineage.v1.Measurement;
import io.throughline.lineage.v1.MeasurementForm;
import io.throughline.lineage.v1.MutinyDatasetServiceGrpc;
import io.throughline.lineage.v1.MutinyScoreServiceGrpc;
import io.throughline.lineage.v1.Scores;
import io.throughline.selection.evidence.Column;
import io.throughline.selection.evidence.Measured;
import io.throughline.selection.policy.DatasetRole;
import io.throughline.selection.policy.Over;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was measured of models. */
@ApplicationScoped
public class Measurements {
  private final GraphCalls graph;

  Measurements(GraphCalls graph) {
    this.graph = graph;
  }

  /** What was measured of a model; empty where nothing was. */
  public Uni<List<Measured>> of(String tenant, String model, String position) {
    ListMeasurementsRequest request =
        ListMeasurementsRequest.newBuilder().setModel(model).setPosition(position).build();
    return graph
        .find(tenant, MutinyScoreServiceGrpc::newMutinyStub, stub -> stub.listMeasurements(request))
        .map(
            found ->
                found.map(list -> list.getMeasurementsList()).orElse(List.of()).stream()
                    .map(Measurements::measured)
                    .toList());
  }

  /** A metric of a model on a dataset; empty where it was not measured. */
  public Uni<Column> column(String tenant, String model, Measured dataset, String position) {
    return dataset.over() == Over.UNITS
        ? scores(tenant, model, dataset, position)
        : folds(tenant, model, dataset, position);
  }

  /** How many units a dataset has, as declared; 0 where not known. */
  public Uni<Long> units(String tenant, String dataset, String position) {
    GetDatasetRequest request =
        GetDatasetRequest.newBuilder().setName(dataset).setPosition(position).build();
    return graph
        .find(tenant, MutinyDatasetServiceGrpc::newMutinyStub, stub -> stub.getDataset(request))
        .map(found -> found.map(declared -> declared.getUnitCount()).orElse(0L));
  }

  private Uni<Column> scores(String tenant, String model, Measured dataset, String position) {
    GetScoresRequest request =
        GetScoresRequest.newBuilder()
            .setModel(model)
            .setDataset(dataset.dataset())
            .setMetric(dataset.metric())
            .setPosition(position)
            .build();
    return graph
        .find(tenant, MutinyScoreServiceGrpc::newMutinyStub, stub -> stub.getScores(request))
        .map(found -> found.map(Measurements::column).orElse(Column.EMPTY));
  }

  private Uni<Column> folds(String tenant, String model, Measured dataset, String position) {
    GetFoldsRequest request =
        GetFoldsRequest.newBuilder()
            .setModel(model)
            .setDataset(dataset.dataset())
            .setMetric(dataset.metric())
            .setPosition(position)
            .build();
    return graph
        .find(tenant, MutinyScoreServiceGrpc::newMutinyStub, stub -> stub.getFolds(request))
        .map(found -> found.map(Measurements::column).orElse(Column.EMPTY));
  }

  private static Column column(Scores scores) {
    return new Column(
        List.copyOf(scores.getUnitsList()),
        Doubles.toArray(scores.getValuesList()),
        new long[0],
        new long[0]);
  }

  private static Column column(Folds folds) {
    return new Column(
        folds.getFoldsList().stream().map(String::valueOf).toList(),
        Doubles.toArray(folds.getValuesList()),
        Longs.toArray(folds.getTrainCountsList()),
        Longs.toArray(folds.getTestCountsList()));
  }

  private static Measured measured(Measurement measurement) {
    Set<DatasetRole> roles = EnumSet.noneOf(DatasetRole.class);
    measurement.getRolesList().forEach(role -> role(role).ifPresent(roles::add));
    return new Measured(
        measurement.getMetric(),
        measurement.getDataset(),
        roles,
        measurement.getForm() == MeasurementForm.MEASUREMENT_FORM_FOLDS ? Over.FOLDS : Over.UNITS);
  }

  private static Optional<DatasetRole> role(io.throughline.event.v1.DatasetRole role) {
    return switch (role) {
      case DATASET_ROLE_TRAINING -> Optional.of(DatasetRole.TRAINING);
      case DATASET_ROLE_SELECTION -> Optional.of(DatasetRole.SELECTION);
      case DATASET_ROLE_JUDGEMENT -> Optional.of(DatasetRole.JUDGEMENT);
      // A role that this version does not know might be one that selects.
      case UNRECOGNIZED -> Optional.of(DatasetRole.SELECTION);
      case DATASET_ROLE_UNSPECIFIED -> Optional.empty();
    };
  }
}
