package io.throughline.lineage.run;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.ended;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static io.throughline.lineage.testing.Events.text;
import static io.throughline.lineage.testing.Events.untagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Conflict;
import io.throughline.lineage.v1.GetRunRequest;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.lineage.v1.RunServiceGrpc.RunServiceBlockingStub;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class RunDoorTest {
  private static final String SCOPE = "experiments/runs";
  @Inject Mesh mesh;
  private RunServiceBlockingStub runs;

  @BeforeEach
  void open() {
    runs = RunServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  @Test
  void tellsEverythingOfARunToWhoeverHasItsPosition() {
    String run = SCOPE + "/runs/whole";
    String position =
        mesh.emit(
            SCOPE,
            at(100, started(run, SCOPE + "/runs/parent", "train")),
            chosen(run, number("depth", 6), text("family", "cart")),
            measured(series(run, "rmse"), point(1, 1_000, 0.3), point(2, 2_000, 0.2)),
            tagged(run, "team", "pricing"),
            at(200, ended(run, RunState.RUN_STATE_SUCCEEDED)));

    Run found = get(run, position);

    assertThat(found.getParent()).isEqualTo(SCOPE + "/runs/parent");
    assertThat(found.getStep()).isEqualTo("train");
    assertThat(found.getState()).isEqualTo(RunState.RUN_STATE_SUCCEEDED);
    assertThat(found.getStartTime()).isEqualTo(at(100));
    assertThat(found.getEndTime()).isEqualTo(at(200));
    assertThat(found.getParametersList())
        .containsExactly(number("depth", 6), text("family", "cart"));
    assertThat(found.getTagsList())
        .containsExactly(Tag.newBuilder().setKey("team").setValue("pricing").build());
    assertThat(found.getMetrics(0).getLast().getValue()).isEqualTo(0.2);
    assertThat(found.getConflictsList()).isEmpty();
  }

  @Test
  void keepsTheFirstOfConflictingValuesAndSaysSo() {
    String run = SCOPE + "/runs/conflicting";
    mesh.emit(SCOPE, started(run, "", "train"), chosen(run, number("depth", 6)));
    mesh.emit(SCOPE, chosen(run, number("depth", 7)), started(run, "", "other"));
    String position =
        mesh.emit(SCOPE, chosen(run, number("depth", 7)), chosen(run, number("depth", 6)));

    Run found = get(run, position);

    assertThat(found.getParametersList()).containsExactly(number("depth", 6));
    assertThat(found.getStep()).isEqualTo("train");
    assertThat(found.getConflictsList())
        .containsExactly(
            Conflict.newBuilder()
                .setSubject("parameter HYPERPARAMETER depth")
                .setKept("6")
                .setRefused("7")
                .build(),
            Conflict.newBuilder()
                .setSubject("run step")
                .setKept("train")
                .setRefused("other")
                .build());
  }

  @Test
  void findsConflictsWithinOneBatchToo() {
    String run = SCOPE + "/runs/conflicting-at-once";
    String position =
        mesh.emit(SCOPE, chosen(run, number("depth", 1)), chosen(run, number("depth", 2)));

    Run found = get(run, position);

    assertThat(found.getParametersList()).containsExactly(number("depth", 1));
    assertThat(found.getConflictsList()).extracting(Conflict::getRefused).containsExactly("2");
  }

  @Test
  void knowsARunThatOthersMentionBeforeItsStartIsTold() {
    String run = SCOPE + "/runs/late";
    String first = mesh.emit(SCOPE, chosen(run, number("depth", 6)));
    Run mentioned = get(run, first);
    String second = mesh.emit(SCOPE, at(50, started(run, "", "train")));

    Run told = get(run, second);

    assertThat(mentioned.getState()).isEqualTo(RunState.RUN_STATE_UNSPECIFIED);
    assertThat(mentioned.hasStartTime()).isFalse();
    assertThat(told.getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
    assertThat(told.getParametersList()).containsExactly(number("depth", 6));
  }

  @Test
  void letsTheLastTagWin() {
    String run = SCOPE + "/runs/tagged";
    mesh.emit(SCOPE, tagged(run, "a", "1"), tagged(run, "b", "1"), tagged(run, "a", "2"));
    String position = mesh.emit(SCOPE, tagged(run, "a", "3"), untagged(run, "b"));

    Run found = get(run, position);

    assertThat(found.getTagsList())
        .containsExactly(Tag.newBuilder().setKey("a").setValue("3").build());
  }

  @Test
  void saysWhatDoesNotExist() {
    Throwable failed = catchThrowable(() -> get(SCOPE + "/runs/none", ""));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  @Test
  void waitsForAPositionNoLongerThanTheDeadline() {
    Throwable failed =
        catchThrowable(
            () ->
                runs.withDeadlineAfter(5, TimeUnit.SECONDS)
                    .getRun(
                        GetRunRequest.newBuilder()
                            .setName(SCOPE + "/runs/none")
                            .setPosition("0:1000000")
                            .build()));

    assertThat(failed).isInstanceOf(StatusRuntimeException.class);
    assertThat(Errors.reason(failed)).isEqualTo("NOT_CAUGHT_UP");
  }

  @Test
  void refusesATextThatIsNoPosition() {
    Throwable failed = catchThrowable(() -> get(SCOPE + "/runs/none", "yesterday"));

    assertThat(Errors.reason(failed)).isEqualTo("POSITION_INVALID");
  }

  private Run get(String name, String position) {
    return runs.getRun(GetRunRequest.newBuilder().setName(name).setPosition(position).build());
  }
}
