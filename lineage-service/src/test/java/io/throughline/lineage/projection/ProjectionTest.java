package io.throughline.lineage.projection;

import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.All;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.ingest.follower.Follower;
import io.throughline.ingest.follower.FollowerOptions;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.lineage.freshness.Journal;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.GetExperimentRequest;
import io.throughline.lineage.v1.GetLogicalHashRequest;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.Projection;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ProjectionServiceGrpc.ProjectionServiceBlockingStub;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class ProjectionTest {
  @Inject Mesh mesh;
  @Inject Graph graph;
  @Inject Journal journal;
  @Inject Projector projector;
  @Inject @All List<Part> parts;
  private ProjectionServiceBlockingStub projection;

  @BeforeEach
  void open() {
    projection =
        ProjectionServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  @Test
  void understandsEveryKindOfEvent() {
    Set<Event.KindCase> projected =
        parts.stream().flatMap(part -> part.kinds().stream()).collect(Collectors.toSet());
    Set<Event.KindCase> requests =
        EnumSet.of(
            Event.KindCase.CREATION_REQUESTED,
            Event.KindCase.MODEL_VERSION_REQUESTED,
            Event.KindCase.ALIAS_MOVE_REQUESTED,
            Event.KindCase.PROMOTION_REQUESTED,
            Event.KindCase.KIND_NOT_SET);

    assertThat(projected).doesNotContainAnyElementsOf(requests);
    projected.addAll(requests);
    assertThat(projected).containsExactlyInAnyOrder(Event.KindCase.values());
  }

  @Test
  void appliesEachBatchOnceAlthoughTwoReplicasFollow() {
    String scope = "experiments/replicas";
    String run = scope + "/runs/r";
    Follower second =
        new Follower(
            JournalServiceGrpc.newStub(journal.channel()),
            graph.pool(),
            FollowerOptions.ofSchema(graph.generation().schema()),
            projector.on(graph.generation()));
    second.start();
    String position = "";
    for (int i = 0; i < 300; i++) {
      position = mesh.emit(scope, measured(series(run, "loss"), point(i, i, i)));
    }
    second.awaitPosition(Position.parse(position), Duration.ofSeconds(30)).await().indefinitely();
    second.close();

    long chunks =
        graph
            .first(
                "SELECT count(*) FROM graph.chunk WHERE tenant = '-' AND scope = $1",
                Tuple.of(scope),
                row -> row.getLong(0))
            .await()
            .indefinitely()
            .orElseThrow();

    assertThat(chunks).isEqualTo(300);
    assertThat(quarantined(scope)).isZero();
  }

  @Test
  void quarantinesWhatItCannotApplyAndGoesOn() {
    String scope = "experiments/poisoned";
    String run = scope + "/runs/r";
    mesh.emit(scope, started(run, "", "train"));
    mesh.emit(scope, chosen(run, text("poison", "a\0b")));
    String position = mesh.emit(scope, chosen(run, number("depth", 6)));

    Experiment experiment =
        ExperimentServiceGrpc.newBlockingStub(mesh.door())
            .withCallCredentials(Mesh.everything())
            .getExperiment(
                GetExperimentRequest.newBuilder().setName(scope).setPosition(position).build());
    Projection found = projection.getProjection(GetProjectionRequest.getDefaultInstance());

    assertThat(experiment.getDegraded()).isTrue();
    assertThat(quarantined(scope)).isEqualTo(1);
    assertThat(found.getQuarantinedCount()).isPositive();
    assertThat(Position.parse(found.getPosition()).covers(Position.parse(position))).isTrue();
  }

  @Test
  void hashesWhatIsSaidAndNotWhenItCame() {
    String one = declare("experiments/hash-one");
    String other = declare("experiments/hash-two");

    String hash = hash("experiments/hash-one", one);
    String again = hash("experiments/hash-one", mesh.emit("experiments/hash-one", event("one")));
    String changed = hash("experiments/hash-one", mesh.emit("experiments/hash-one", event("two")));

    assertThat(again).isEqualTo(hash).startsWith("sha256:");
    assertThat(changed).isNotEqualTo(hash);
    assertThat(hash("experiments/hash-two", other)).isNotEqualTo(hash);
  }

  private String declare(String scope) {
    return mesh.emit(
        scope,
        Event.newBuilder()
            .setExperimentDeclared(ExperimentDeclared.newBuilder().setName(scope))
            .build(),
        event("one"));
  }

  private static Event event(String question) {
    return Event.newBuilder()
        .setExperimentDeclared(
            ExperimentDeclared.newBuilder().setName("experiments/hash-one").setQuestion(question))
        .build();
  }

  private String hash(String scope, String position) {
    return projection
        .getLogicalHash(
            GetLogicalHashRequest.newBuilder().setScope(scope).setPosition(position).build())
        .getHash();
  }

  private long quarantined(String scope) {
    return graph
        .first(
            "SELECT count(*) FROM graph.quarantine WHERE scope = $1",
            Tuple.of(scope),
            row -> row.getLong(0))
        .await()
        .indefinitely()
        .orElse(0L);
  }
}
