package io.throughline.lineage.diff;

import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.dataset;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.read;
import static io.throughline.lineage.testing.Events.scored;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static io.throughline.lineage.testing.Events.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.DiffResourcesRequest;
import io.throughline.lineage.v1.DiffResourcesResponse;
import io.throughline.lineage.v1.DiffSection;
import io.throughline.lineage.v1.DiffServiceGrpc;
import io.throughline.lineage.v1.DifferingFact;
import io.throughline.lineage.v1.FactValue;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class DiffDoorTest {
  private static final String SCOPE = "experiments/diff";
  private static final String RUN_A = SCOPE + "/runs/a";
  private static final String RUN_B = SCOPE + "/runs/b";
  private static final String RUN_C = SCOPE + "/runs/c";
  private static final String MODEL_A = SCOPE + "/models/a";
  private static final String MODEL_B = SCOPE + "/models/b";
  private static final String JUDGE = SCOPE + "/datasets/judge";

  @Inject Mesh mesh;
  private String position;

  @BeforeEach
  void tell() {
    mesh.emit(SCOPE, dataset(SCOPE + "/datasets/v1"), dataset(SCOPE + "/datasets/v2"));
    run(RUN_A, "v1", 0.25, number("depth", 6), feature("size"), text("loss", "mae"));
    run(RUN_B, "v2", 0.5, number("depth", 8), feature("size"), text("loss", "mae"));
    run(RUN_C, "v1", 0.25, number("depth", 6), feature("age"), text("loss", "mae"));
    position =
        mesh.emit(
            SCOPE,
            produced(MODEL_A, RUN_A),
            produced(MODEL_B, RUN_B),
            tagged(MODEL_A, "owner", "ada"),
            scores(MODEL_A, 0),
            scores(MODEL_B, 1));
  }

  @Test
  void showsOnlyWhatDiffersBetweenThreeRuns() {
    DiffResourcesResponse diff = diff(RUN_A, RUN_B, RUN_C);

    assertThat(diff.getFactsList())
        .extracting(DifferingFact::getSection, DifferingFact::getKey)
        .contains(
            tuple(DiffSection.DIFF_SECTION_PARAMETER, "depth"),
            tuple(DiffSection.DIFF_SECTION_PARAMETER, "size"),
            tuple(DiffSection.DIFF_SECTION_PARAMETER, "age"),
            tuple(DiffSection.DIFF_SECTION_METRIC, "mae"))
        .doesNotContain(tuple(DiffSection.DIFF_SECTION_PARAMETER, "loss"));
    assertThat(texts(diff, "depth")).containsExactly("6", "8", "6");
    assertThat(texts(diff, "mae")).containsExactly("0.25", "0.5", "0.25");
    assertThat(texts(diff, "size")).containsExactly("true", "true", null);
    assertThat(texts(diff, SCOPE + "/datasets/v2")).containsExactly(null, "1", null);
    assertThat(diff.getEqualCount()).isPositive();
  }

  @Test
  void showsNothingWhereAllIsEqual() {
    String twin = SCOPE + "/runs/twin";
    String other = SCOPE + "/runs/twin-too";
    position =
        mesh.emit(SCOPE, chosen(twin, number("depth", 1)), chosen(other, number("depth", 1)));

    DiffResourcesResponse diff = diff(twin, other);

    assertThat(diff.getFactsList()).isEmpty();
    assertThat(diff.getEqualCount()).isEqualTo(1);
  }

  @Test
  void givesTheMeanOverUnitsOfAModelWithItsInterval() {
    DiffResourcesResponse diff = diff(MODEL_A, MODEL_B);

    FactValue mean = fact(diff, "mean error on " + JUDGE + " over units").getValues(0);
    assertThat(mean.getNumber()).isCloseTo(19.5, within(1e-12));
    assertThat(mean.getLower())
        .isCloseTo(19.5 - 1.959964 * 11.690452 / Math.sqrt(40), within(1e-4));
    assertThat(mean.getUpper())
        .isCloseTo(19.5 + 1.959964 * 11.690452 / Math.sqrt(40), within(1e-4));
    assertThat(texts(diff, "depth")).containsExactly("6", "8");
    assertThat(fact(diff, "depth").getValues(1).getRun()).isEqualTo(RUN_B);
    assertThat(texts(diff, "owner")).containsExactly("ada", null);
  }

  @Test
  void comparesDeploymentsByThemselvesAndByTheirModels() {
    String environment = "environments/diff";
    String one = environment + "/deployments/one";
    String two = environment + "/deployments/two";
    position +=
        ","
            + mesh.emit(
                environment,
                deployed(one, MODEL_A, DeploymentPhase.DEPLOYMENT_PHASE_PRODUCTION),
                deployed(two, MODEL_B, DeploymentPhase.DEPLOYMENT_PHASE_SHADOW));

    DiffResourcesResponse diff = diff(one, two);

    assertThat(texts(diff, "phase")).containsExactly("PRODUCTION", "SHADOW");
    assertThat(texts(diff, "model")).containsExactly(MODEL_A, MODEL_B);
    assertThat(texts(diff, "depth")).containsExactly("6", "8");
  }

  @Test
  void refusesToCompareARunWithAModel() {
    Throwable failed = catchThrowable(() -> diff(RUN_A, MODEL_A));

    assertThat(Errors.reason(failed)).isEqualTo("FIELDS_INVALID");
  }

  @Test
  void saysWhichRunDoesNotExist() {
    Throwable failed = catchThrowable(() -> diff(RUN_A, SCOPE + "/runs/none"));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
    assertThat(failed).hasMessageContaining(SCOPE + "/runs/none");
  }

  private void run(String run, String data, double error, Parameter... parameters) {
    mesh.emit(
        SCOPE,
        started(run, "", "train"),
        read(run, SCOPE + "/datasets/" + data, DatasetRole.DATASET_ROLE_TRAINING),
        chosen(run, parameters),
        measured(series(run, "mae"), point(1, 1, error)));
  }

  private static Parameter feature(String key) {
    return Parameter.newBuilder()
        .setKind(ParameterKind.PARAMETER_KIND_FEATURE)
        .setKey(key)
        .setFlag(true)
        .build();
  }

  /** Errors 0 to 39, moved by so much. */
  private static Event scores(String model, double moved) {
    List<String> units = new ArrayList<>();
    Double[] values = new Double[40];
    for (int i = 0; i < values.length; i++) {
      units.add("unit-" + i);
      values[i] = i + moved;
    }
    return scored(SCOPE + "/runs/judge", model, JUDGE, "error", units, values);
  }

  private static Event deployed(String name, String model, DeploymentPhase phase) {
    return Event.newBuilder()
        .setModelDeployed(
            ModelDeployed.newBuilder()
                .setName(name)
                .setModel(model)
                .setPhase(phase)
                .setTrafficShare(1))
        .build();
  }

  private DiffResourcesResponse diff(String... names) {
    return DiffServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .diffResources(
            DiffResourcesRequest.newBuilder()
                .addAllNames(Arrays.asList(names))
                .setPosition(position)
                .build());
  }

  private static DifferingFact fact(DiffResourcesResponse diff, String key) {
    return diff.getFactsList().stream()
        .filter(fact -> fact.getKey().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(DiffResourcesResponse diff, String key) {
    return fact(diff, key).getValuesList().stream()
        .map(value -> value.hasText() ? value.getText() : null)
        .toList();
  }
}
