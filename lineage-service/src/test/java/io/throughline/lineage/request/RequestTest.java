package io.throughline.lineage.request;

import static io.throughline.lineage.testing.Events.produced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.CreationRequested;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.event.v1.RegisteredModelDeclared;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.freshness.Journal;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.CreateExperimentRequest;
import io.throughline.lineage.v1.CreateModelVersionRequest;
import io.throughline.lineage.v1.CreateRegisteredModelRequest;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.GetAliasRequest;
import io.throughline.lineage.v1.GetOutcomeRequest;
import io.throughline.lineage.v1.ListModelVersionsRequest;
import io.throughline.lineage.v1.ModelVersion;
import io.throughline.lineage.v1.MoveAliasRequest;
import io.throughline.lineage.v1.Outcome;
import io.throughline.lineage.v1.PromoteModelRequest;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.lineage.v1.RegistryServiceGrpc.RegistryServiceBlockingStub;
import io.throughline.lineage.v1.RequestServiceGrpc;
import io.throughline.server.access.Caller;
import io.throughline.server.peer.ServiceToken;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LineageTest
class RequestTest {
  private static final String MODEL = "experiments/requests/models/m";
  @Inject Mesh mesh;
  @Inject Freshness freshness;
  @Inject Outcomes outcomes;
  @Inject ServiceToken token;
  private RegistryServiceBlockingStub registry;
  private ExperimentServiceGrpc.ExperimentServiceBlockingStub experiments;

  @BeforeEach
  void open() {
    registry =
        RegistryServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
    experiments =
        ExperimentServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  @Test
  void numbersVersionsInTheOrderOfTheJournalWithoutGaps() {
    String name = registered("numbered");
    mesh.emit("experiments/requests", produced(MODEL, "experiments/requests/runs/r"));

    List<CompletableFuture<ModelVersion>> asked =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> version(name, id())))
            .toList();
    List<String> names = asked.stream().map(v -> v.join().getName()).sorted().toList();

    assertThat(names)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 8).mapToObj(i -> name + "/versions/" + i).toList());
    assertThat(
            registry
                .listModelVersions(
                    ListModelVersionsRequest.newBuilder().setRegisteredModel(name).build())
                .getModelVersionsList())
        .extracting(ModelVersion::getName)
        .startsWith(name + "/versions/8")
        .hasSize(8);
  }

  @Test
  void givesARepeatedRequestItsFirstOutcome() {
    String name = registered("repeated");
    String request = id();

    ModelVersion first = version(name, request);
    ModelVersion second = version(name, request);
    ModelVersion another = version(name, id());

    assertThat(second).isEqualTo(first);
    assertThat(another.getName()).isEqualTo(name + "/versions/2");
  }

  @Test
  void refusesOtherContentUnderAUsedId() {
    String request = id();
    create("experiments/content-" + request, request);

    Throwable failed =
        catchThrowable(
            () ->
                experiments.createExperiment(
                    CreateExperimentRequest.newBuilder()
                        .setRequestId(request)
                        .setExperiment(
                            ExperimentDeclared.newBuilder()
                                .setName("experiments/content-" + request)
                                .setQuestion("another"))
                        .build()));

    assertThat(Errors.reason(failed)).isEqualTo("CONTENT_CHANGED");
  }

  @Test
  void createsANameOnce() {
    String name = "experiments/once-" + id();

    Experiment created = create(name, id());
    Throwable failed = catchThrowable(() -> create(name, id()));

    assertThat(created.getName()).isEqualTo(name);
    assertThat(created.hasCreateTime()).isTrue();
    assertThat(Status.fromThrowable(failed).getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(Errors.reason(failed)).isEqualTo("ALREADY_EXISTS");
  }

  @Test
  void letsTheFirstOfTwoCreationsInOneBatchWin() {
    String name = "experiments/twice-" + id();
    String winner = id();
    String loser = id();
    String position = mesh.emit(name, creation(name, winner), creation(name, loser));

    Outcome won = outcome(name, winner, position);
    Outcome lost = outcome(name, loser, position);

    assertThat(won.getGranted()).isEqualTo(name);
    assertThat(won.getPosition()).isEqualTo(position);
    assertThat(lost.getRefused().getReason()).isEqualTo("ALREADY_EXISTS");
  }

  @Test
  void createsWhatWasOnlyMentionedSoFar() {
    String name = "experiments/mentioned-" + id();
    mesh.emit("experiments/requests", produced(MODEL + "x", name + "/runs/r"));

    Experiment created = create(name, id());

    assertThat(created.getName()).isEqualTo(name);
  }

  @Test
  void refusesAVersionOfWhatDoesNotExist() {
    Throwable failed = catchThrowable(() -> version("registeredModels/none", id()));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  @Test
  void movesAnAliasOnlyFromWhereTheCallerThinksItIs() {
    String name = registered("moved");
    String one = version(name, id()).getName();
    String two = version(name, id()).getName();

    Alias first = move(name, one, "");
    Throwable stale = catchThrowable(() -> move(name, two, ""));
    Alias second = move(name, two, one);

    assertThat(first.getModelVersion()).isEqualTo(one);
    assertThat(first.getModel()).isEqualTo(MODEL);
    assertThat(Status.fromThrowable(stale).getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(Errors.reason(stale)).isEqualTo("STALE_BASELINE");
    assertThat(second.getModelVersion()).isEqualTo(two);
    assertThat(
            registry
                .getAlias(GetAliasRequest.newBuilder().setName(name + "/aliases/champion").build())
                .getModelVersion())
        .isEqualTo(two);
  }

  @Test
  void refusesAnAliasToAVersionThatDoesNotExist() {
    String name = registered("unversioned");

    Throwable failed = catchThrowable(() -> move(name, name + "/versions/1", ""));

    assertThat(Errors.reason(failed)).isEqualTo("NOT_FOUND");
  }

  @Test
  void promotesOnlyAgainstTheChampionThatWasComparedWith() {
    String name = registered("promoted");
    String one = version(name, id()).getName();
    String two = version(name, id()).getName();

    Alias champion = promote(one, "");
    Throwable stale = catchThrowable(() -> promote(two, ""));
    Alias next = promote(two, one);

    assertThat(champion.getEvaluation()).isEqualTo("experiments/requests/evaluations/v");
    assertThat(Errors.reason(stale)).isEqualTo("STALE_BASELINE");
    assertThat(next.getModelVersion()).isEqualTo(two);
  }

  @Test
  void saysPendingWithThePositionWhenTheDecisionTakesLonger() {
    String request = id();

    Throwable failed =
        catchThrowable(
            () ->
                experiments
                    .withDeadlineAfter(1, TimeUnit.SECONDS)
                    .createExperiment(creationCall("experiments/held-" + request, request)));

    assertThat(Status.fromThrowable(failed).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(Errors.reason(failed)).isEqualTo("OUTCOME_PENDING");
    assertThat(Errors.metadata(failed, "request_id")).isEqualTo(request);
    assertThat(Errors.metadata(failed, "position")).startsWith("4:");
  }

  @Test
  void saysUnavailableWhenTheJournalCannotBeReached() {
    Journal nowhere = new Journal("127.0.0.1:1", token);
    Petition petition = new Petition(nowhere, freshness, outcomes);
    Caller caller = new Caller("test", "-", Set.of(Permission.PERMISSION_EMIT), "token");
    String name = "experiments/unreachable";

    Throwable failed =
        catchThrowable(
            () ->
                petition
                    .ask(caller, name, id(), creation(name, id()), "experiment")
                    .await()
                    .indefinitely());
    nowhere.channel().shutdownNow();

    assertThat(((StatusRuntimeException) failed).getStatus().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(Errors.reason(failed)).isEqualTo("DEPENDENCY_UNAVAILABLE");
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private String registered(String prefix) {
    String name = "registeredModels/" + prefix + "-" + id();
    registry.createRegisteredModel(
        CreateRegisteredModelRequest.newBuilder()
            .setRequestId(id())
            .setRegisteredModel(RegisteredModelDeclared.newBuilder().setName(name))
            .build());
    return name;
  }

  private ModelVersion version(String registeredModel, String request) {
    return registry.createModelVersion(
        CreateModelVersionRequest.newBuilder()
            .setRequestId(request)
            .setRegisteredModel(registeredModel)
            .setModel(MODEL)
            .build());
  }

  private Alias move(String registeredModel, String version, String expected) {
    return registry.moveAlias(
        MoveAliasRequest.newBuilder()
            .setRequestId(id())
            .setAlias(registeredModel + "/aliases/champion")
            .setModelVersion(version)
            .setExpectedVersion(expected)
            .build());
  }

  private Alias promote(String version, String expected) {
    return registry.promoteModel(
        PromoteModelRequest.newBuilder()
            .setRequestId(id())
            .setModelVersion(version)
            .setExpectedChampion(expected)
            .setEvaluation("experiments/requests/evaluations/v")
            .build());
  }

  private Experiment create(String name, String request) {
    return experiments.createExperiment(creationCall(name, request));
  }

  private static CreateExperimentRequest creationCall(String name, String request) {
    return CreateExperimentRequest.newBuilder()
        .setRequestId(request)
        .setExperiment(ExperimentDeclared.newBuilder().setName(name))
        .build();
  }

  private static Event creation(String name, String request) {
    return Event.newBuilder()
        .setCreationRequested(
            CreationRequested.newBuilder()
                .setRequestId(request)
                .setRulesVersion(1)
                .setExperiment(ExperimentDeclared.newBuilder().setName(name)))
        .build();
  }

  private Outcome outcome(String scope, String request, String position) {
    return RequestServiceGrpc.newBlockingStub(mesh.door())
        .withCallCredentials(Mesh.everything())
        .getOutcome(
            GetOutcomeRequest.newBuilder()
                .setScope(scope)
                .setRequestId(request)
                .setPosition(position)
                .build());
  }
}
