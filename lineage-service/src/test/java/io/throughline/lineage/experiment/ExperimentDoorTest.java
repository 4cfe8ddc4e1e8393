package io.throughline.lineage.experiment;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.event.v1.ResourceDeleted;
import io.throughline.event.v1.ResourceRestored;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.AsOf;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.ExperimentServiceGrpc.ExperimentServiceBlockingStub;
import io.throughline.lineage.v1.GetExperimentRequest;
import io.throughline.lineage.v1.ListExperimentsRequest;
import io.throughline.lineage.v1.ListExperimentsResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class ExperimentDoorTest {
  @Inject Mesh mesh;
  private ExperimentServiceBlockingStub stub;

  @BeforeEach
  void open() {
    stub =
        ExperimentServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  @Test
  void letsTheLastWordOnEachAttributeWinAndTakesSilenceForNone() {
    String name = "experiments/said";
    mesh.emit(name, at(100, declared(name, "One", "Why?")), at(200, declared(name, "Two", "")));
    String position = mesh.emit(name, declared(name, "", ""), tagged(name, "team", "pricing"));

    Experiment found = get(name, position);

    assertThat(found.getDisplayName()).isEqualTo("Two");
    assertThat(found.getQuestion()).isEqualTo("Why?");
    assertThat(found.getCreateTime()).isEqualTo(at(100));
    assertThat(found.getTags(0).getValue()).isEqualTo("pricing");
    assertThat(found.getDegraded()).isFalse();
  }

  @Test
  void knowsAnExperimentThatIsOnlyMentioned() {
    String name = "experiments/unsaid";
    String position = mesh.emit(name, started(name + "/runs/r", "", "train"));

    Experiment found = get(name, position);

    assertThat(found.hasCreateTime()).isFalse();
  }

  @Test
  void pagesThroughExperimentsByName() {
    String position = "";
    for (int i = 0; i < 5; i++) {
      String name = "experiments/page-" + i;
      position = position + (i == 0 ? "" : ",") + mesh.emit(name, declared(name, "", ""));
    }
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      ListExperimentsResponse page =
          stub.listExperiments(
              ListExperimentsRequest.newBuilder()
                  .setPageSize(2)
                  .setPageToken(token)
                  .setPosition(position)
                  .build());
      assertThat(page.getExperimentsCount()).isLessThanOrEqualTo(2);
      page.getExperimentsList().forEach(experiment -> names.add(experiment.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(names)
        .isSorted()
        .doesNotHaveDuplicates()
        .contains("experiments/page-0", "experiments/page-4");
  }

  @Test
  void hidesADeletedExperimentFromListsUntilItIsRestored() {
    String name = "experiments/deleted";
    mesh.emit(name, at(100, declared(name, "Kept", "")));
    String deleted = mesh.emit(name, at(200, deleted(name)));

    assertThat(listed(name, false, deleted)).isFalse();
    assertThat(listed(name, true, deleted)).isTrue();
    assertThat(get(name, deleted).getDeleteTime()).isEqualTo(at(200));
    assertThat(get(name, deleted).getDisplayName()).isEqualTo("Kept");

    String restored = mesh.emit(name, at(300, restored(name)));

    assertThat(listed(name, false, restored)).isTrue();
    assertThat(get(name, restored).hasDeleteTime()).isFalse();
    assertThat(asAt(name, restored, 250).getDeleteTime()).isEqualTo(at(200));
    assertThat(asAt(name, restored, 150).hasDeleteTime()).isFalse();
  }

  private boolean listed(String name, boolean deleted, String position) {
    String token = "";
    do {
      ListExperimentsResponse page =
          stub.listExperiments(
              ListExperimentsRequest.newBuilder()
                  .setShowDeleted(deleted)
                  .setPageSize(1000)
                  .setPageToken(token)
                  .setPosition(position)
                  .build());
      if (page.getExperimentsList().stream().anyMatch(one -> one.getName().equals(name))) {
        return true;
      }
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return false;
  }

  private Experiment asAt(String name, String position, long seconds) {
    return stub.getExperiment(
        GetExperimentRequest.newBuilder()
            .setName(name)
            .setPosition(position)
            .setAsOf(AsOf.newBuilder().setAt(at(seconds)))
            .build());
  }

  private static Event deleted(String name) {
    return Event.newBuilder()
        .setResourceDeleted(ResourceDeleted.newBuilder().setSubject(name))
        .build();
  }

  private static Event restored(String name) {
    return Event.newBuilder()
        .setResourceRestored(ResourceRestored.newBuilder().setSubject(name))
        .build();
  }

  private static Event declared(String name, String displayName, String question) {
    return Event.newBuilder()
        .setExperimentDeclared(
            ExperimentDeclared.newBuilder()
                .setName(name)
                .setDisplayName(displayName)
                .setQuestion(question))
        .build();
  }

  private Experiment get(String name, String position) {
    return stub.getExperiment(
        GetExperimentRequest.newBuilder().setName(name).setPosition(position).build());
  }
}
