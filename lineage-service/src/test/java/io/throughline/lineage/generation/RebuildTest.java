package io.throughline.lineage.generation;

import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.throughline.event.v1.RegisteredModelDeclared;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.CreateRegisteredModelRequest;
import io.throughline.lineage.v1.Generation;
import io.throughline.lineage.v1.GenerationPhase;
import io.throughline.lineage.v1.GetLogicalHashRequest;
import io.throughline.lineage.v1.GetOutcomeRequest;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.GetRunRequest;
import io.throughline.lineage.v1.Outcome;
import io.throughline.lineage.v1.Projection;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ProjectionServiceGrpc.ProjectionServiceBlockingStub;
import io.throughline.lineage.v1.RebuildProjectionRequest;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.lineage.v1.RequestServiceGrpc;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The graph is made anew while the old one answers, and comes out the same. */
@LineageTest
class RebuildTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SCOPE = "experiments/rebuilt";
  private static final String RUN = SCOPE + "/runs/r";

  @Inject Mesh mesh;
  private ProjectionServiceBlockingStub projection;

  @BeforeEach
  void open() {
    projection =
        ProjectionServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  @Test
  void makesTheSameGraphAnewWhileTheOldOneAnswers() {
    String request = UUID.randomUUID().toString();
    RegistryServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .createRegisteredModel(
            CreateRegisteredModelRequest.newBuilder()
                .setRequestId(request)
                .setRegisteredModel(
                    RegisteredModelDeclared.newBuilder().setName("registeredModels/rebuilt"))
                .build());
    String position =
        mesh.emit(
            SCOPE,
            started(RUN, "", "train"),
            chosen(RUN, number("depth", 6)),
            measured(series(RUN, "loss"), point(1, 1, 0.5)));
    String before = hash(position);
    Outcome decided = outcome(request);
    int first = serving().getNumber();

    projection.rebuildProjection(RebuildProjectionRequest.getDefaultInstance());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String written = mesh.emit(SCOPE, measured(series(RUN, "loss"), point(2, 2, 0.25)));
              assertThat(run(written).getMetrics(0).getLast().getStep()).isEqualTo(2);
              assertThat(serving().getNumber()).isGreaterThan(first);
            });

    String after = hash(mesh.emit(SCOPE, chosen(RUN, number("width", 3))));
    assertThat(after).isNotEqualTo(before);
    assertThat(outcome(request)).isEqualTo(decided);
    assertThat(generation(first)).isNotEqualTo(GenerationPhase.GENERATION_PHASE_SERVING);
    String twice = hash("");
    int second = serving().getNumber();
    projection.rebuildProjection(RebuildProjectionRequest.getDefaultInstance());
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(serving().getNumber()).isGreaterThan(second));
    assertThat(hash("")).isEqualTo(twice);
  }

  @Test
  void goesOnWithTheRebuildThatHasBegun() {
    List<Generation> once =
        projection
            .rebuildProjection(RebuildProjectionRequest.getDefaultInstance())
            .getGenerationsList();
    List<Generation> again =
        projection
            .rebuildProjection(RebuildProjectionRequest.getDefaultInstance())
            .getGenerationsList();

    assertThat(again.size()).isLessThanOrEqualTo(once.size() + 1);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                get().getGenerationsList().stream()
                    .noneMatch(one -> one.getPhase() == GenerationPhase.GENERATION_PHASE_BUILDING));
  }

  private Projection get() {
    return projection.getProjection(GetProjectionRequest.getDefaultInstance());
  }

  private Generation serving() {
    return get().getGenerationsList().stream()
        .filter(one -> one.getPhase() == GenerationPhase.GENERATION_PHASE_SERVING)
        .findFirst()
        .orElseThrow();
  }

  private GenerationPhase generation(int number) {
    return get().getGenerationsList().stream()
        .filter(one -> one.getNumber() == number)
        .findFirst()
        .map(Generation::getPhase)
        .orElse(GenerationPhase.GENERATION_PHASE_UNSPECIFIED);
  }

  private String hash(String position) {
    return projection
        .getLogicalHash(
            GetLogicalHashRequest.newBuilder().setScope(SCOPE).setPosition(position).build())
        .getHash();
  }

  private Run run(String position) {
    return RunServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .getRun(GetRunRequest.newBuilder().setName(RUN).setPosition(position).build());
  }

  private Outcome outcome(String request) {
    return RequestServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .getOutcome(
            GetOutcomeRequest.newBuilder()
                .setScope("registeredModels/rebuilt")
                .setRequestId(request)
                .build());
  }
}
