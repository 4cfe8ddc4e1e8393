package io.throughline.lineage.inspection;

import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.CreationRequested;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ProjectionServiceGrpc.ProjectionServiceBlockingStub;
import io.throughline.lineage.v1.TraceBatchRequest;
import io.throughline.lineage.v1.TraceBatchResponse;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class TracesTest {
  @Inject Mesh mesh;
  private ProjectionServiceBlockingStub projection;

  @BeforeEach
  void open() {
    projection =
        ProjectionServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  private String append(String scope, String producer, Event event) {
    return mesh.append(
        Batch.newBuilder()
            .setScope(scope)
            .setProducer(producer)
            .setEpoch(1)
            .setNumber(1)
            .addEvents(event)
            .build());
  }

  private TraceBatchResponse traceAfter(
      String awaited, String scope, String producer, String position) {
    var unused =
        projection.getProjection(GetProjectionRequest.newBuilder().setPosition(awaited).build());
    return trace(scope, producer, position);
  }

  private TraceBatchResponse trace(String scope, String producer, String position) {
    return projection.traceBatch(
        TraceBatchRequest.newBuilder()
            .setScope(scope)
            .setProducer(producer)
            .setPosition(position)
            .build());
  }

  @Test
  void aBatchIsAppliedOrNotYet() {
    String scope = "experiments/traced";
    String held = "experiments/held-trace";
    String position = append(scope, "p", chosen(scope + "/runs/r", text("k", "v")));
    String notYet = append(held, "p", chosen(held + "/runs/r", text("k", "v")));

    assertThat(traceAfter(position, scope, "p", position).getApplied()).isTrue();
    assertThat(trace(scope, "p", position).hasQuarantine()).isFalse();
    assertThat(trace(held, "p", notYet).getApplied()).isFalse();
  }

  @Test
  void aQuarantinedBatchSaysWhy() {
    String scope = "experiments/traced-poison";
    String position = append(scope, "p", chosen(scope + "/runs/r", text("poison", "a\0b")));

    TraceBatchResponse found = traceAfter(position, scope, "p", position);

    assertThat(found.getApplied()).isTrue();
    assertThat(found.getQuarantine().getReason()).contains("invalid byte sequence");
    assertThat(found.getQuarantine().hasQuarantineTime()).isTrue();
  }

  @Test
  void aRequestTellsWhatWasDecided() {
    String scope = "experiments/traced-request";
    String first = "request-" + UUID.randomUUID();
    String second = "request-" + UUID.randomUUID();
    String granted = append(scope, first, creation(scope, first));
    String refused = append(scope, second, creation(scope, second));

    assertThat(traceAfter(refused, scope, first, granted).getOutcome().getGranted())
        .isEqualTo(scope);
    assertThat(trace(scope, second, refused).getOutcome().getRefused().getReason())
        .isEqualTo("ALREADY_EXISTS");
  }

  private static Event creation(String scope, String producer) {
    return Event.newBuilder()
        .setCreationRequested(
            CreationRequested.newBuilder()
                .setRequestId(producer.substring("request-".length()))
                .setRulesVersion(1)
                .setExperiment(ExperimentDeclared.newBuilder().setName(scope)))
        .build();
  }

  @Test
  void aPositionOfSeveralBatchesIsRefused() {
    StatusRuntimeException failed =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> trace("experiments/x", "p", "0:1,1:2"));

    assertThat(Errors.reason(failed)).isEqualTo("POSITION_INVALID");
  }
}
