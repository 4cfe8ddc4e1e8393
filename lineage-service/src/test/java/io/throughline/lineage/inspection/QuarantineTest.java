package io.throughline.lineage.inspection;

import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentPurged;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.ListQuarantineRequest;
import io.throughline.lineage.v1.ListQuarantineResponse;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ProjectionServiceGrpc.ProjectionServiceBlockingStub;
import io.throughline.lineage.v1.QuarantinedBatch;
import io.throughline.lineage.v1.ReplayBatchRequest;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class QuarantineTest {
  @Inject Mesh mesh;
  @Inject Graph graph;
  private ProjectionServiceBlockingStub projection;

  @BeforeEach
  void open() {
    projection =
        ProjectionServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  private void execute(String statement) {
    graph.pool().query(graph.generation().qualify(statement)).execute().await().indefinitely();
  }

  private String emit(String scope, String key) {
    String position = mesh.emit(scope, chosen(scope + "/runs/r", text(key, "v")));
    var unused =
        projection.getProjection(GetProjectionRequest.newBuilder().setPosition(position).build());
    return position;
  }

  private ListQuarantineResponse list(String scope, int size, String token) {
    return projection.listQuarantine(
        ListQuarantineRequest.newBuilder()
            .setScope(scope)
            .setPageSize(size)
            .setPageToken(token)
            .build());
  }

  private StatusRuntimeException failedReplay(String position) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> replay(position));
  }

  private void replay(String position) {
    var unused =
        projection.replayBatch(ReplayBatchRequest.newBuilder().setPosition(position).build());
  }

  private long parameters(String scope) {
    return graph
        .first(
            "SELECT count(*) FROM graph.parameter WHERE scope = $1",
            io.vertx.mutiny.sqlclient.Tuple.of(scope),
            row -> row.getLong(0))
        .await()
        .indefinitely()
        .orElseThrow();
  }

  @Test
  void aBatchIsListedWithItsReasonAndReplayedOnceAfterTheFaultIsRepaired() {
    String scope = "experiments/replayed";
    execute(
        "ALTER TABLE graph.parameter ADD CONSTRAINT flawed CHECK (scope <> '%s' OR key <> 'bad')"
            .formatted(scope));
    String position;
    StatusRuntimeException tooEarly;
    try {
      position = emit(scope, "bad");
      String unused = emit(scope, "good");
      tooEarly = failedReplay(position);
    } finally {
      execute("ALTER TABLE graph.parameter DROP CONSTRAINT flawed");
    }
    List<QuarantinedBatch> listed = list(scope, 0, "").getBatchesList();

    replay(position);
    StatusRuntimeException again = failedReplay(position);

    assertThat(tooEarly.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(tooEarly.getMessage()).contains("flawed");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).getPosition()).isEqualTo(position);
    assertThat(listed.get(0).getScope()).isEqualTo(scope);
    assertThat(listed.get(0).getQuarantine().getReason()).contains("flawed");
    assertThat(Errors.reason(again)).isEqualTo("NOT_FOUND");
    assertThat(list(scope, 0, "").getBatchesList()).isEmpty();
    assertThat(parameters(scope)).isEqualTo(2);
  }

  @Test
  void aPurgeIsNotReplayedSinceItWouldTakeWhatWasToldAfterIt() {
    String scope = "experiments/purged-late";
    String unused = emit(scope, "before");
    execute(
        "ALTER TABLE graph.purge ADD CONSTRAINT flawed_purge CHECK (scope <> '%s')"
            .formatted(scope));
    String position =
        mesh.emit(
            scope,
            Event.newBuilder()
                .setExperimentPurged(ExperimentPurged.newBuilder().setExperiment(scope))
                .build());
    try {
      unused = emit(scope, "after");
    } finally {
      execute("ALTER TABLE graph.purge DROP CONSTRAINT flawed_purge");
    }

    StatusRuntimeException refused = failedReplay(position);

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused.getMessage()).contains("RebuildProjection");
    assertThat(list(scope, 0, "").getBatchesList())
        .extracting(QuarantinedBatch::getPosition)
        .containsExactly(position);
    assertThat(parameters(scope)).isEqualTo(2);
  }

  @Test
  void theListComesInPages() {
    String scope = "experiments/listed";
    execute(
        "ALTER TABLE graph.parameter ADD CONSTRAINT flawed_too CHECK (scope <> '%s')"
            .formatted(scope));
    List<String> positions = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        positions.add(emit(scope, "k" + i));
      }
    } finally {
      execute("ALTER TABLE graph.parameter DROP CONSTRAINT flawed_too");
    }

    ListQuarantineResponse first = list(scope, 2, "");
    ListQuarantineResponse second = list(scope, 2, first.getNextPageToken());

    assertThat(first.getBatchesList())
        .extracting(QuarantinedBatch::getPosition)
        .isEqualTo(positions.subList(0, 2));
    assertThat(second.getBatchesList())
        .extracting(QuarantinedBatch::getPosition)
        .isEqualTo(positions.subList(2, 3));
    assertThat(second.getNextPageToken()).isEmpty();
    positions.forEach(this::replay);
    assertThat(parameters(scope)).isEqualTo(3);
  }
}
