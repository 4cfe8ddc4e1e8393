package io.throughline.lineage.model;

import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.read;
import static io.throughline.lineage.testing.Events.scored;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.text;
import static io.throughline.lineage.testing.Events.wrote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.Parameter;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.DiffModelsRequest;
import io.throughline.lineage.v1.GetModelRequest;
import io.throughline.lineage.v1.InheritedParameter;
import io.throughline.lineage.v1.ListModelsRequest;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ModelDiff;
import io.throughline.lineage.v1.ModelServiceGrpc;
import io.throughline.lineage.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import io.throughline.lineage.v1.ParameterDifference;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A pipeline with the steps split and train; split read what a load in another experiment wrote.
 */
@LineageTest
class ModelDoorTest {
  private static final String SCOPE = "experiments/models";
  private static final String LOAD = "experiments/models-data/runs/load";
  private static final String RAW = "experiments/models-data/datasets/raw";
  private static final String PIPELINE = SCOPE + "/runs/pipeline";
  private static final String SPLIT = SCOPE + "/runs/split";
  private static final String TRAIN = SCOPE + "/runs/train";
  private static final String OTHER = SCOPE + "/runs/train-other";
  private static final String DATA = SCOPE + "/datasets/train";
  @Inject Mesh mesh;
  private ModelServiceBlockingStub stub;
  private String position;

  @BeforeEach
  void tell() {
    stub = ModelServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
    String there =
        mesh.emit(
            "experiments/models-data",
            wrote(LOAD, RAW),
            chosen(LOAD, text("source", "ames"), number("seed", 3)));
    String here =
        mesh.emit(
            SCOPE,
            started(PIPELINE, "", "pipeline"),
            chosen(PIPELINE, number("seed", 1), number("folds", 5)),
            started(SPLIT, PIPELINE, "split"),
            read(SPLIT, RAW, DatasetRole.DATASET_ROLE_UNSPECIFIED),
            wrote(SPLIT, DATA),
            chosen(SPLIT, number("seed", 2), text("by", "time")),
            started(TRAIN, PIPELINE, "train"),
            read(TRAIN, DATA, DatasetRole.DATASET_ROLE_TRAINING),
            chosen(TRAIN, number("depth", 6)),
            produced(SCOPE + "/models/m", TRAIN),
            started(OTHER, PIPELINE, "train"),
            chosen(OTHER, number("depth", 7), number("folds", 5), text("loss", "mae")),
            produced(SCOPE + "/models/other", OTHER));
    position = here + "," + there;
  }

  @Test
  void inheritsEverythingThatWasChosenOnTheWayTheNearestFirst() {
    Model found = get(SCOPE + "/models/m");

    assertThat(found.getRun()).isEqualTo(TRAIN);
    assertThat(found.getParametersList())
        .containsExactly(
            inherited(text("by", "time"), SPLIT),
            inherited(number("depth", 6), TRAIN),
            inherited(number("folds", 5), PIPELINE),
            inherited(number("seed", 1), PIPELINE),
            inherited(text("source", "ames"), LOAD));
  }

  @Test
  void tellsWhatWasChosenDifferently() {
    ModelDiff diff =
        stub.diffModels(
            DiffModelsRequest.newBuilder()
                .setLeft(SCOPE + "/models/m")
                .setRight(SCOPE + "/models/other")
                .setPosition(position)
                .build());

    assertThat(diff.getDifferencesList())
        .extracting(ParameterDifference::getKey)
        .containsExactly("by", "depth", "loss", "source");
    assertThat(diff.getDifferences(0).hasRight()).isFalse();
    assertThat(diff.getDifferences(1).getLeft().getParameter()).isEqualTo(number("depth", 6));
    assertThat(diff.getDifferences(1).getRight().getParameter()).isEqualTo(number("depth", 7));
    assertThat(diff.getDifferences(2).hasLeft()).isFalse();
    assertThat(diff.getEqualCount()).isEqualTo(2);
  }

  @Test
  void listsModelsByName() {
    List<Model> found =
        stub.listModels(
                ListModelsRequest.newBuilder().setExperiment(SCOPE).setPosition(position).build())
            .getModelsList();

    assertThat(found)
        .extracting(Model::getName)
        .containsExactly(SCOPE + "/models/m", SCOPE + "/models/other");
  }

  @Test
  void knowsAModelThatOthersMentionByItsNameAlone() {
    String name = SCOPE + "-mentioned/models/m";
    position = mesh.emit(SCOPE, scored(TRAIN, name, DATA, "mae", List.of("a"), 1.0));

    Model found = get(name);

    assertThat(found).isEqualTo(Model.newBuilder().setName(name).build());
  }

  @Test
  void saysThatAModelDoesNotExist() {
    Throwable failed = catchThrowable(() -> get(SCOPE + "/models/none"));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  private Model get(String name) {
    return stub.getModel(GetModelRequest.newBuilder().setName(name).setPosition(position).build());
  }

  private static InheritedParameter inherited(Parameter parameter, String run) {
    return InheritedParameter.newBuilder().setParameter(parameter).setRun(run).build();
  }
}
