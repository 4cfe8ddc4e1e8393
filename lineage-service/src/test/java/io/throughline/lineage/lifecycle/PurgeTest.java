package io.throughline.lineage.lifecycle;

import static io.restassured.RestAssured.given;
import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.drawn;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.restassured.specification.RequestSpecification;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.ArtifactStored;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentPurged;
import io.throughline.event.v1.ModelUsed;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Identity;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.GetLogicalHashRequest;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.GetRunRequest;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ProjectionServiceGrpc.ProjectionServiceBlockingStub;
import io.throughline.lineage.v1.RebuildProjectionRequest;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A purged experiment leaves the tables and the store; what is another's stays. */
@LineageTest
class PurgeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Makes bytes that no earlier run has left in the store. */
  private static final String SALT = " " + UUID.randomUUID();

  @Inject Mesh mesh;
  @Inject Graph graph;

  @Test
  void removesEveryRowAndTheBytesThatNobodyElseNames() {
    String own = store("only the purged one's" + SALT);
    String shared = store("both experiments'" + SALT);
    String purged = "experiments/purge-p";
    String other = "experiments/purge-q";
    String told = tell(purged, own, shared);
    String position =
        told
            + ","
            + tell(other, shared, shared)
            + ","
            + mesh.emit(
                other,
                Event.newBuilder()
                    .setModelUsed(
                        ModelUsed.newBuilder()
                            .setRun(other + "/runs/r")
                            .setModel(purged + "/models/m"))
                    .build());
    run(purged, position);
    assertThat(isDeclared(purged + "/models/m")).isTrue();

    String after = purge(purged);

    assertThat(Errors.reason(catchThrowable(() -> run(purged, after)))).isEqualTo("NOT_FOUND");
    assertThat(rows(purged)).isEqualTo(Map.of("node", 2L, "edge", 1L, "purge", 1L));
    assertThat(isDeclared(purged + "/models/m")).isFalse();
    assertThat(run(other, after).getParametersCount()).isEqualTo(1);
    await().atMost(PATIENCE).untilAsserted(() -> read(own).then().statusCode(404));
    await().atMost(PATIENCE).until(() -> waiting(shared) == 0);
    read(shared).then().statusCode(200);
    read("/v1/" + other + "/figures/f/content", "").then().statusCode(200);
  }

  @Test
  void leavesWhatARebuildLeavesAndFreesTheName() {
    String scope = "experiments/purge-again";
    String digest = store("again" + SALT);
    tell(scope, digest, digest);
    purge(scope);
    String run = scope + "/runs/r";
    String position = mesh.emit(scope, started(run, "", "anew"), chosen(run, number("depth", 9)));

    Run found = run(scope, position);
    assertThat(found.getDisplayName()).isEqualTo("");
    assertThat(found.getParametersList()).hasSize(1);
    assertThat(found.getParameters(0).getNumber()).isEqualTo(9);
    assertThat(found.getConflictsCount()).isZero();
    assertThat(found.getMetricsCount()).isZero();
    String before = hash(scope, position);
    rebuild();
    assertThat(hash(scope, position)).isEqualTo(before);
  }

  @Test
  void isFinishedThoughItIsKilledInItsMiddle() {
    String scope = "experiments/purge-killed";
    String digest = store("killed" + SALT);
    run(scope, tell(scope, digest, digest));
    SqlConnection holder = graph.pool().getConnection().await().indefinitely();
    String purged;
    try {
      Transaction held = holder.begin().await().indefinitely();
      var unused =
          holder
              .preparedQuery(
                  graph.generation().qualify("SELECT FROM graph.run WHERE scope = $1 FOR UPDATE"))
              .execute(Tuple.of(scope))
              .await()
              .indefinitely();
      purged = purge(scope);
      for (int kill = 0; kill < 2; kill++) {
        await().atMost(PATIENCE).until(this::killWhoWaitsForTheRun);
      }
      held.rollback().await().indefinitely();
    } finally {
      holder.close().await().indefinitely();
    }

    assertThat(Errors.reason(catchThrowable(() -> run(scope, purged)))).isEqualTo("NOT_FOUND");
    assertThat(rows(scope)).isEqualTo(Map.of("purge", 1L));
    await().atMost(PATIENCE).untilAsserted(() -> read(digest).then().statusCode(404));
  }

  /** Whether the session was there that has removed some rows, and waits for a run. */
  private boolean killWhoWaitsForTheRun() {
    return count(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
              AND query LIKE 'DELETE FROM ' || $1 || '.run %'""",
            graph.generation().schema())
        > 0;
  }

  @Test
  void keepsBytesThatAreStoredAgainWhileTheirRemovalWaits() {
    String digest = store("wanted again" + SALT);
    graph
        .pool()
        .preparedQuery(
            """
            INSERT INTO public.artifact_removal (tenant, digest, queue_time)
            VALUES ('-', $1, now() + interval '1 day')""")
        .execute(Tuple.of(digest))
        .await()
        .indefinitely();

    put("wanted again" + SALT).then().statusCode(200);

    assertThat(waiting(digest)).isZero();
  }

  @Test
  void finishesARemovalOfWhichTheBytesAreGoneAlready() {
    String digest = Identity.digest("never stored".getBytes(UTF_8));
    graph
        .pool()
        .preparedQuery("INSERT INTO public.artifact_removal (tenant, digest) VALUES ('-', $1)")
        .execute(Tuple.of(digest))
        .await()
        .indefinitely();

    await().atMost(PATIENCE).until(() -> waiting(digest) == 0);
  }

  /** Everything that fills a table of an experiment, twice the same but for the artifacts. */
  private String tell(String scope, String artifact, String model) {
    String run = scope + "/runs/r";
    return mesh.emit(
        scope,
        started(run, "", "train"),
        chosen(run, number("depth", 6)),
        measured(series(run, "loss"), point(1, 1, 0.5)),
        tagged(run, "team", "a"),
        produced(scope + "/models/m", run),
        drawn(scope + "/figures/f", run, "", "same"),
        stored(scope + "/artifacts/a", run, artifact),
        stored(scope + "/artifacts/b", run, model));
  }

  private String purge(String experiment) {
    return mesh.emit(
        experiment,
        Event.newBuilder()
            .setExperimentPurged(ExperimentPurged.newBuilder().setExperiment(experiment))
            .build());
  }

  private static Event stored(String name, String run, String digest) {
    return Event.newBuilder()
        .setArtifactStored(
            ArtifactStored.newBuilder()
                .setName(name)
                .setRun(run)
                .setUri("throughline:artifacts/" + digest)
                .setDigest(digest))
        .build();
  }

  /** How many rows each table has of a scope, where it has any. */
  private Map<String, Long> rows(String scope) {
    String schema = graph.generation().schema();
    List<String> tables =
        graph
            .list(
                """
                SELECT table_name FROM information_schema.columns
                WHERE table_schema = $1 AND column_name = 'scope'""",
                Tuple.of(schema),
                row -> row.getString(0))
            .await()
            .indefinitely();
    assertThat(tables).contains("run", "series", "chunk", "figure_content", "parameter", "edge");
    Map<String, Long> rows = new TreeMap<>();
    for (String table : tables) {
      long count = count("SELECT count(*) FROM graph.%s WHERE scope = $1".formatted(table), scope);
      if (count > 0) {
        rows.put(table, count);
      }
    }
    return rows;
  }

  private long waiting(String digest) {
    return count("SELECT count(*) FROM public.artifact_removal WHERE digest = $1", digest);
  }

  private long count(String query, String value) {
    return graph
        .first(query, Tuple.of(value), (Row row) -> row.getLong(0))
        .await()
        .indefinitely()
        .orElseThrow();
  }

  private void rebuild() {
    ProjectionServiceBlockingStub projection =
        ProjectionServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
    String schema = graph.generation().schema();
    projection.rebuildProjection(RebuildProjectionRequest.getDefaultInstance());
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              projection.getProjection(GetProjectionRequest.getDefaultInstance());
              return !graph.generation().schema().equals(schema);
            });
  }

  private String hash(String scope, String position) {
    return ProjectionServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .getLogicalHash(
            GetLogicalHashRequest.newBuilder().setScope(scope).setPosition(position).build())
        .getHash();
  }

  private Run run(String scope, String position) {
    return RunServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .getRun(
            GetRunRequest.newBuilder().setName(scope + "/runs/r").setPosition(position).build());
  }

  private boolean isDeclared(String node) {
    return graph
        .first(
            "SELECT declared FROM graph.node WHERE name = $1",
            Tuple.of(node),
            row -> row.getBoolean(0))
        .await()
        .indefinitely()
        .orElseThrow();
  }

  /** Keeps bytes; answers with their digest. */
  private static String store(String content) {
    put(content).then().statusCode(201);
    return Identity.digest(content.getBytes(UTF_8));
  }

  private static io.restassured.response.Response put(String content) {
    return as(Permission.PERMISSION_EMIT)
        .contentType("application/octet-stream")
        .body(content.getBytes(UTF_8))
        .put("/v1/artifacts/" + Identity.digest(content.getBytes(UTF_8)));
  }

  private static io.restassured.response.Response read(String digest) {
    return read("/v1/artifacts/", digest);
  }

  private static io.restassured.response.Response read(String path, String digest) {
    return as(Permission.PERMISSION_READ).get(path + digest);
  }

  private static RequestSpecification as(Permission permission) {
    return given().header("Authorization", "Bearer " + TestTokens.token("test", "-", permission));
  }
}
