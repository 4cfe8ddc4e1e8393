package io.throughline.lineage.traversal;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.dataset;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.read;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.wrote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.DeploymentRetired;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.FindImpactRequest;
import io.throughline.lineage.v1.FindImpactResponse;
import io.throughline.lineage.v1.FindPathsRequest;
import io.throughline.lineage.v1.FindPathsResponse;
import io.throughline.lineage.v1.GraphServiceGrpc;
import io.throughline.lineage.v1.GraphServiceGrpc.GraphServiceBlockingStub;
import io.throughline.lineage.v1.Node;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * v3 → clean → features → train → m1, retired by now, and m2, live; other → train-other → m3, live.
 * The features are used in another experiment than the one that made them.
 */
@LineageTest
class ImpactTest {
  private static final String DATA = "experiments/impact-data";
  private static final String SCOPE = "experiments/impact";
  private static final String ENVIRONMENT = "environments/impact";
  private static final String V3 = DATA + "/datasets/v3";
  private static final String CLEAN = DATA + "/runs/clean";
  private static final String FEATURES = DATA + "/datasets/features";
  private static final String TRAIN = SCOPE + "/runs/train";
  private static final String M1 = SCOPE + "/models/m1";
  private static final String M2 = SCOPE + "/models/m2";
  private static final String OTHER = SCOPE + "/datasets/other";
  private static final String LIVE = ENVIRONMENT + "/deployments/m2";

  @Inject Mesh mesh;
  private String position;

  @BeforeEach
  void tell() {
    String data =
        mesh.emit(
            DATA,
            dataset(V3),
            started(CLEAN, "", "clean"),
            read(CLEAN, V3, DatasetRole.DATASET_ROLE_TRAINING),
            wrote(CLEAN, FEATURES));
    String models =
        mesh.emit(
            SCOPE,
            started(TRAIN, "", "train"),
            read(TRAIN, FEATURES, DatasetRole.DATASET_ROLE_TRAINING),
            produced(M1, TRAIN),
            produced(M2, TRAIN),
            dataset(OTHER),
            read(SCOPE + "/runs/other", OTHER, DatasetRole.DATASET_ROLE_TRAINING),
            produced(SCOPE + "/models/m3", SCOPE + "/runs/other"));
    String live =
        mesh.emit(
            ENVIRONMENT,
            at(100, deployed("m1", M1)),
            at(200, deployed("m2", M2)),
            at(200, deployed("m3", SCOPE + "/models/m3")),
            at(300, retired("m1")));
    position = data + "," + models + "," + live;
  }

  @Test
  void findsWhatIsLiveAndCameOfADatasetOfAnotherExperiment() {
    FindImpactResponse found = impact(request(V3));

    assertThat(names(found)).containsExactly(LIVE);
    assertThat(found.getWays().getNodesList())
        .extracting(Node::getName)
        .containsExactly(V3, CLEAN, FEATURES, TRAIN, M2, LIVE);
    assertThat(found.getWays().getEdgesList()).extracting(Edge::getTarget).doesNotContain(M1);
    assertThat(found.getWays().getTruncated()).isFalse();
  }

  @Test
  void findsWhatWasLiveAtATime() {
    FindImpactRequest.Builder early = request(V3).setLiveAt(at(150));
    FindImpactRequest.Builder between = request(V3).setLiveAt(at(250));

    assertThat(names(impact(early))).containsExactly(ENVIRONMENT + "/deployments/m1");
    assertThat(names(impact(between))).containsExactly(ENVIRONMENT + "/deployments/m1", LIVE);
    assertThat(names(impact(request(V3).setLiveAt(at(50))))).isEmpty();
  }

  @Test
  void leavesOutWhatCameOfOtherData() {
    assertThat(names(impact(request(OTHER)))).containsExactly(ENVIRONMENT + "/deployments/m3");
  }

  @Test
  void saysThatTheNodeDoesNotExist() {
    Throwable failed = catchThrowable(() -> impact(request(DATA + "/datasets/none")));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  @Test
  void findsTheWayFromADatasetToADeploymentAcrossExperiments() {
    FindPathsResponse found = paths(V3, LIVE, 0);

    assertThat(found.getPathsList()).hasSize(1);
    assertThat(found.getPaths(0).getEdgesList())
        .extracting(Edge::getTarget)
        .containsExactly(CLEAN, FEATURES, TRAIN, M2, LIVE);
    assertThat(found.getNodesList()).extracting(Node::getHops).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(found.getTruncated()).isFalse();
  }

  @Test
  void findsNoWayAgainstTimeNorOneThatIsTooLong() {
    assertThat(paths(LIVE, V3, 0).getPathsList()).isEmpty();
    assertThat(paths(V3, LIVE, 4).getPathsList()).isEmpty();
    assertThat(paths(V3, LIVE, 5).getPathsList()).hasSize(1);
  }

  private FindPathsResponse paths(String source, String target, int hops) {
    return stub()
        .findPaths(
            FindPathsRequest.newBuilder()
                .setSource(source)
                .setTarget(target)
                .setMaxHops(hops)
                .setPosition(position)
                .build());
  }

  private FindImpactRequest.Builder request(String name) {
    return FindImpactRequest.newBuilder().setName(name).setPosition(position);
  }

  private FindImpactResponse impact(FindImpactRequest.Builder request) {
    return stub().findImpact(request.build());
  }

  private GraphServiceBlockingStub stub() {
    return GraphServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  private static List<String> names(FindImpactResponse found) {
    return found.getDeploymentsList().stream().map(Deployment::getName).toList();
  }

  private static Event deployed(String id, String model) {
    return Event.newBuilder()
        .setModelDeployed(
            ModelDeployed.newBuilder()
                .setName(ENVIRONMENT + "/deployments/" + id)
                .setModel(model)
                .setPhase(DeploymentPhase.DEPLOYMENT_PHASE_PRODUCTION)
                .setTrafficShare(1))
        .build();
  }

  private static Event retired(String id) {
    return Event.newBuilder()
        .setDeploymentRetired(
            DeploymentRetired.newBuilder()
                .setDeployment(ENVIRONMENT + "/deployments/" + id)
                .setReason("better one"))
        .build();
  }
}
