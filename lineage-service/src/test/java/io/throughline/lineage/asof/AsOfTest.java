package io.throughline.lineage.asof;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.ended;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static io.throughline.lineage.testing.Events.text;
import static io.throughline.lineage.testing.Events.untagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.EvaluationCompleted;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.RegisteredModelDeclared;
import io.throughline.event.v1.RunState;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.AsOf;
import io.throughline.lineage.v1.CreateModelVersionRequest;
import io.throughline.lineage.v1.CreateRegisteredModelRequest;
import io.throughline.lineage.v1.DeploymentServiceGrpc;
import io.throughline.lineage.v1.DescribeLiveRequest;
import io.throughline.lineage.v1.GetAliasRequest;
import io.throughline.lineage.v1.GetRunRequest;
import io.throughline.lineage.v1.ListAliasMovesRequest;
import io.throughline.lineage.v1.LiveDeployment;
import io.throughline.lineage.v1.MoveAliasRequest;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.lineage.v1.RegistryServiceGrpc.RegistryServiceBlockingStub;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reads answer as it was, and as it was known, at any moment of the past. */
@LineageTest
class AsOfTest {
  @Inject Mesh mesh;

  @Test
  void givesARunAsItWas() {
    String scope = "experiments/as-it-was";
    String run = scope + "/runs/r";
    String end =
        mesh.emit(
            scope,
            at(100, started(run, "", "train")),
            at(110, tagged(run, "owner", "ada")),
            at(120, chosen(run, number("depth", 6))),
            at(200, tagged(run, "owner", "ben")),
            at(250, untagged(run, "owner")),
            at(260, chosen(run, number("width", 3))),
            measured(series(run, "loss"), point(1, 130_000, 0.5), point(2, 270_000, 0.25)),
            at(300, ended(run, RunState.RUN_STATE_SUCCEEDED)));

    assertThat(Errors.reason(catchThrowable(() -> run(run, end, asAt(99))))).isEqualTo("NOT_FOUND");
    Run early = run(run, end, asAt(150));
    assertThat(early.getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
    assertThat(early.hasEndTime()).isFalse();
    assertThat(early.getTags(0).getValue()).isEqualTo("ada");
    assertThat(early.getParametersList()).extracting(Parameter::getKey).containsExactly("depth");
    assertThat(early.getMetrics(0).getLast().getStep()).isEqualTo(1);
    assertThat(run(run, end, asAt(220)).getTags(0).getValue()).isEqualTo("ben");
    Run late = run(run, end, asAt(400));
    assertThat(late.getTagsList()).isEmpty();
    assertThat(late).isEqualTo(run(run, end, AsOf.getDefaultInstance()));
  }

  @Test
  void givesARunAsItWasKnown() {
    String scope = "experiments/as-it-was-known";
    String run = scope + "/runs/r";
    String before = mesh.emit("experiments/another", tagged("experiments/another", "a", "b"));
    String first =
        mesh.emit(
            scope,
            at(100, started(run, "", "train")),
            tagged(run, "owner", "ada"),
            measured(series(run, "loss"), point(5, 1, 0.5)));
    String second =
        mesh.emit(
            scope,
            tagged(run, "owner", "ben"),
            chosen(run, text("late", "yes")),
            measured(series(run, "loss"), point(1, 1, 9)),
            at(90, ended(run, RunState.RUN_STATE_FAILED)));

    assertThat(Errors.reason(catchThrowable(() -> run(run, second, known(before)))))
        .isEqualTo("NOT_FOUND");
    Run then = run(run, second, known(first));
    assertThat(then.getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
    assertThat(then.getTags(0).getValue()).isEqualTo("ada");
    assertThat(then.getParametersList()).isEmpty();
    assertThat(then.getMetrics(0).getFirst().getStep()).isEqualTo(5);
    assertThat(run(run, "", known(second))).isEqualTo(run(run, "", AsOf.getDefaultInstance()));
  }

  @Test
  void turnsAnInstantIntoWhatWasKnown() {
    String scope = "experiments/instants";
    String run = scope + "/runs/r";
    mesh.emit(scope, started(run, "", "train"), tagged(run, "owner", "ada"));
    long instant = System.currentTimeMillis();
    await().until(() -> System.currentTimeMillis() > instant);
    String end = mesh.emit(scope, tagged(run, "owner", "ben"));

    Run then =
        run(run, end, AsOf.newBuilder().setKnownAtTime(Timestamps.fromMillis(instant)).build());
    Throwable future =
        catchThrowable(
            () ->
                run(
                    run,
                    "",
                    AsOf.newBuilder()
                        .setKnownAtTime(Timestamps.fromMillis(instant + 86_400_000))
                        .build()));

    assertThat(then.getTags(0).getValue()).isEqualTo("ada");
    assertThat(Errors.reason(future)).isEqualTo("FIELDS_INVALID");
  }

  @Test
  void saysWhatWasLiveWithWhichFeaturesAndOnWhatEvidence() {
    String scope = "experiments/live";
    String environment = "environments/as-of";
    for (String id : List.of("a", "b")) {
      mesh.emit(
          scope,
          at(100, started(scope + "/runs/" + id, "", "train")),
          at(
              100,
              chosen(
                  scope + "/runs/" + id,
                  text("feature-of-" + id, "yes").toBuilder()
                      .setKind(ParameterKind.PARAMETER_KIND_FEATURE)
                      .build())),
          at(110, produced(scope + "/models/" + id, scope + "/runs/" + id)),
          at(120, evaluated(scope + "/evaluations/" + id, scope + "/models/" + id)));
    }
    String told =
        mesh.emit(
            environment,
            at(130, deployed(environment + "/deployments/1", scope + "/models/a", "")),
            at(
                500,
                deployed(
                    environment + "/deployments/2",
                    scope + "/models/b",
                    environment + "/deployments/1")));
    String position = told + "," + mesh.emit(scope, tagged(scope + "/models/a", "team", "pricing"));

    LiveDeployment then = live(environment, position, asAt(200));
    LiveDeployment now = live(environment, position, AsOf.getDefaultInstance());

    assertThat(then.getDeployment().getName()).endsWith("/1");
    assertThat(then.getDeployment().hasEndTime()).isFalse();
    assertThat(then.getModel().getName()).isEqualTo(scope + "/models/a");
    assertThat(then.getModel().getParametersList())
        .extracting(inherited -> inherited.getParameter().getKey())
        .containsExactly("feature-of-a");
    assertThat(then.getEvaluationsList())
        .extracting(Evaluation::getName)
        .containsExactly(scope + "/evaluations/a");
    assertThat(now.getModel().getName()).isEqualTo(scope + "/models/b");
  }

  @Test
  void remembersWhereAnAliasHasPointed() {
    RegistryServiceBlockingStub registry =
        RegistryServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
    String name = "registeredModels/remembering";
    String alias = name + "/aliases/best";
    registry.createRegisteredModel(
        CreateRegisteredModelRequest.newBuilder()
            .setRequestId(id())
            .setRegisteredModel(RegisteredModelDeclared.newBuilder().setName(name))
            .build());
    for (int i = 1; i <= 2; i++) {
      registry.createModelVersion(
          CreateModelVersionRequest.newBuilder()
              .setRequestId(id())
              .setRegisteredModel(name)
              .setModel("experiments/x/models/m" + i)
              .build());
    }
    Alias first = move(registry, alias, name + "/versions/1");
    Alias second = move(registry, alias, name + "/versions/2");

    List<Alias> moves =
        registry
            .listAliasMoves(ListAliasMovesRequest.newBuilder().setAlias(alias).build())
            .getMovesList();
    Alias then =
        registry.getAlias(
            GetAliasRequest.newBuilder()
                .setName(alias)
                .setAsOf(known(first.getPosition()))
                .build());

    assertThat(moves).containsExactly(second, first);
    assertThat(then).isEqualTo(first);
  }

  private static Alias move(RegistryServiceBlockingStub registry, String alias, String version) {
    return registry.moveAlias(
        MoveAliasRequest.newBuilder()
            .setRequestId(id())
            .setAlias(alias)
            .setModelVersion(version)
            .build());
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private LiveDeployment live(String environment, String position, AsOf asOf) {
    return DeploymentServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .describeLive(
            DescribeLiveRequest.newBuilder()
                .setEnvironment(environment)
                .setPosition(position)
                .setAsOf(asOf)
                .build())
        .getLive(0);
  }

  private static Event deployed(String name, String model, String replaces) {
    return Event.newBuilder()
        .setModelDeployed(
            ModelDeployed.newBuilder()
                .setName(name)
                .setModel(model)
                .setPhase(DeploymentPhase.DEPLOYMENT_PHASE_PRODUCTION)
                .setTrafficShare(1)
                .setReplaces(replaces))
        .build();
  }

  private static Event evaluated(String name, String model) {
    return Event.newBuilder()
        .setEvaluationCompleted(
            EvaluationCompleted.newBuilder()
                .setEvaluation(Evaluation.newBuilder().setName(name).setCandidate(model)))
        .build();
  }

  private Run run(String name, String position, AsOf asOf) {
    return RunServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .getRun(
            GetRunRequest.newBuilder().setName(name).setPosition(position).setAsOf(asOf).build());
  }

  private static AsOf asAt(long seconds) {
    return AsOf.newBuilder().setAt(Timestamp.newBuilder().setSeconds(seconds)).build();
  }

  private static AsOf known(String position) {
    return AsOf.newBuilder().setKnownAtPosition(position).build();
  }
}
