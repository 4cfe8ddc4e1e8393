package io.throughline.lineage.experiment;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
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
