package io.throughline.lineage.deployment;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.DeploymentRetired;
import io.throughline.event.v1.EnvironmentDeclared;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.CreateEnvironmentRequest;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.DeploymentServiceGrpc;
import io.throughline.lineage.v1.DeploymentServiceGrpc.DeploymentServiceBlockingStub;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.Environment;
import io.throughline.lineage.v1.GetDeploymentRequest;
import io.throughline.lineage.v1.GraphServiceGrpc;
import io.throughline.lineage.v1.ListDeploymentsRequest;
import io.throughline.lineage.v1.ListDeploymentsResponse;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class DeploymentDoorTest {
  private static final String MODEL = "experiments/deployed/models/m";
  @Inject Mesh mesh;
  private DeploymentServiceBlockingStub stub;
  private String scope;

  @BeforeEach
  void open() {
    stub =
        DeploymentServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
    scope = "environments/production-" + UUID.randomUUID();
  }

  @Test
  void endsADeploymentWhenAnotherTakesItsPlace() {
    String position = mesh.emit(scope, at(100, deployed("a", "")), at(200, deployed("b", "a")));

    Deployment replaced = get("a", position);
    Deployment live = get("b", position);

    assertThat(replaced.getStartTime()).isEqualTo(at(100));
    assertThat(replaced.getEndTime()).isEqualTo(at(200));
    assertThat(replaced.getEndReason()).isEqualTo("replaced by " + name("b"));
    assertThat(live.hasEndTime()).isFalse();
    assertThat(live.getReplaces()).isEqualTo(name("a"));
  }

  @Test
  void knowsTheFirstEndInTheJournalWhicheverItIs() {
    mesh.emit(scope, at(300, retired("a", "too dear")));
    String position =
        mesh.emit(
            scope,
            at(100, deployed("a", "")),
            at(200, deployed("b", "a")),
            at(400, retired("a", "again")));

    Deployment found = get("a", position);

    assertThat(found.getEndTime()).isEqualTo(at(300));
    assertThat(found.getEndReason()).isEqualTo("too dear");
  }

  @Test
  void listsWhatWasLiveAtATime() {
    String position =
        mesh.emit(
            scope,
            at(100, deployed("a", "")),
            at(200, deployed("b", "a")),
            at(300, deployed("c", "")),
            at(400, retired("b", "too dear")),
            tagged(name("b"), "team", "pricing"));

    assertThat(live(99, position)).isEmpty();
    assertThat(live(100, position)).containsExactly("a");
    assertThat(live(200, position)).containsExactly("b");
    assertThat(live(350, position)).containsExactly("c", "b");
    assertThat(live(400, position)).containsExactly("c");
    assertThat(get("b", position).getTags(0).getValue()).isEqualTo("pricing");
  }

  @Test
  void pagesThroughTheHistoryTheLatestFirst() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      events.add(at(i / 2, deployed("d" + i, "")));
    }
    String position = mesh.emit(scope, events.toArray(Event[]::new));
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      ListDeploymentsResponse page =
          stub.listDeployments(
              ListDeploymentsRequest.newBuilder()
                  .setEnvironment(scope)
                  .setPageSize(2)
                  .setPageToken(token)
                  .setPosition(position)
                  .build());
      page.getDeploymentsList().forEach(d -> names.add(d.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(names).containsExactly(name("d4"), name("d2"), name("d3"), name("d0"), name("d1"));
  }

  @Test
  void endsTheLinkFromTheModelInItsOwnExperimentToo() {
    String position = mesh.emit(scope, at(100, deployed("a", "")), at(200, retired("a", "x")));

    List<Edge> edges =
        GraphServiceGrpc.newBlockingStub(mesh.door())
            .withCallCredentials(Mesh.everything())
            .traverseGraph(
                TraverseGraphRequest.newBuilder()
                    .setStart(MODEL)
                    .setDirection(TraversalDirection.TRAVERSAL_DIRECTION_DOWN)
                    .setPosition(position)
                    .build())
            .getEdgesList();

    assertThat(edges)
        .filteredOn(edge -> edge.getTarget().equals(name("a")))
        .singleElement()
        .satisfies(edge -> assertThat(edge.getKind()).isEqualTo(EdgeKind.EDGE_KIND_DEPLOYED_AS))
        .satisfies(edge -> assertThat(edge.getEndTime()).isEqualTo(at(200)));
  }

  @Test
  void createsAnEnvironmentOnce() {
    Environment created = create(UUID.randomUUID().toString());
    Throwable failed = catchThrowable(() -> create(UUID.randomUUID().toString()));

    assertThat(created.getDisplayName()).isEqualTo("Production");
    assertThat(Errors.reason(failed)).isEqualTo("ALREADY_EXISTS");
  }

  @Test
  void saysThatADeploymentDoesNotExist() {
    Throwable failed = catchThrowable(() -> get("none", ""));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  private String name(String id) {
    return scope + "/deployments/" + id;
  }

  private Event deployed(String id, String replaces) {
    return Event.newBuilder()
        .setModelDeployed(
            ModelDeployed.newBuilder()
                .setName(name(id))
                .setModel(MODEL)
                .setPhase(DeploymentPhase.DEPLOYMENT_PHASE_PRODUCTION)
                .setTrafficShare(1)
                .setReplaces(replaces.isEmpty() ? "" : name(replaces)))
        .build();
  }

  private Event retired(String id, String reason) {
    return Event.newBuilder()
        .setDeploymentRetired(
            DeploymentRetired.newBuilder().setDeployment(name(id)).setReason(reason))
        .build();
  }

  private Deployment get(String id, String position) {
    return stub.getDeployment(
        GetDeploymentRequest.newBuilder().setName(name(id)).setPosition(position).build());
  }

  private List<String> live(long seconds, String position) {
    return stub
        .listDeployments(
            ListDeploymentsRequest.newBuilder()
                .setEnvironment(scope)
                .setLiveAt(at(seconds))
                .setPosition(position)
                .build())
        .getDeploymentsList()
        .stream()
        .map(d -> d.getName().substring(d.getName().lastIndexOf('/') + 1))
        .toList();
  }

  private Environment create(String request) {
    return stub.createEnvironment(
        CreateEnvironmentRequest.newBuilder()
            .setRequestId(request)
            .setEnvironment(
                EnvironmentDeclared.newBuilder().setName(scope).setDisplayName("Production"))
            .build());
  }
}
