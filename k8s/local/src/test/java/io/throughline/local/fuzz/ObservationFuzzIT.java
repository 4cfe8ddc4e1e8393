package io.throughline.local.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.client.Connection;
import io.throughline.client.Emitter;
import io.throughline.client.Environment;
import io.throughline.client.Run;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.CheckRole;
import io.throughline.event.v1.DeploymentPhase;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.Verdict;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.lineage.v1.CreateModelVersionRequest;
import io.throughline.lineage.v1.MoveAliasRequest;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.load.mesh.MeshConnection;
import io.throughline.local.fuzz.RandomObservations.Told;
import io.throughline.local.mesh.TestMesh;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.EvaluationServiceGrpc;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.OutcomeMetricServiceGrpc;
import io.throughline.selection.v1.PutDefinitionRequest;
import io.throughline.selection.v1.Readout;
import io.throughline.selection.v1.TrialHealth;
import io.throughline.selection.v1.TrialServiceGrpc;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of observations through the doors of a whole mesh, to a readout and a verdict of
 * the gate. Whatever is told, every door answers or names the fault, nothing that the journal took
 * breaks the projection, the readout counts every unit, and the gate never says PASS over unsound
 * data, without evidence, or for a model that does harm. {@code -Dthroughline.fuzz.histories=…
 * -Dthroughline.fuzz.seed=…} runs the long form.
 */
class ObservationFuzzIT {
  private static final int HISTORIES = Integer.getInteger("throughline.fuzz.histories", 10);
  private static final long SEED = Long.getLong("throughline.fuzz.seed", 20_261_125L);
  private static final Duration ANSWER = Duration.ofMinutes(10);

  /** What passes by itself: a door that is busy, or a projection that is not there yet. */
  private static final Set<Status.Code> PASSING =
      Set.of(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED);

  private static final String ALIAS = "registeredModels/fuzz/aliases/champion";

  @TempDir static Path directory;
  private static TestMesh mesh;
  private static ManagedChannel ingest;
  private static ManagedChannel selection;
  private static String candidate;

  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private int refused;
  private int counted;

  @BeforeAll
  static void start() {
    mesh =
        new TestMesh(
            Path.of(System.getProperty("throughline.home")),
            directory.resolve("data"),
            message -> {});
    MeshConnection connection = mesh.connection();
    ingest = connection.openIngest();
    selection = connection.open(mesh.selection());
    deploy(connection);
  }

  @AfterAll
  static void stop() throws Exception {
    ingest.shutdownNow();
    selection.shutdownNow();
    mesh.close();
  }

  /** A champion and a candidate, each of them live. */
  private static void deploy(MeshConnection mesh) {
    String champion;
    Connection connection = new Connection(mesh.ingest(), Optional.of(mesh.tokenFile()), ANSWER);
    try (Emitter emitter = Emitter.connect("fuzz", connection, Clock.systemUTC())) {
      emitter.declareRegisteredModel("fuzz", "Whom a trial may replace.");
      try (Run run = emitter.experiment("fuzz").run("fit", "train")) {
        champion = run.produces(model -> model.setDigest("sha256:" + "a".repeat(64)));
        candidate =
            run.produces(
                model ->
                    model
                        .setName("experiments/fuzz/models/another")
                        .setDigest("sha256:" + "b".repeat(64)));
      }
      Environment environment = emitter.environment("fuzz");
      DeploymentPhase phase = DeploymentPhase.DEPLOYMENT_PHASE_AB_TEST;
      environment.deploy("old", Instant.EPOCH, live -> live.setModel(champion).setPhase(phase));
      environment.deploy("new", Instant.EPOCH, live -> live.setModel(candidate).setPhase(phase));
      emitter.flush();
    }
    ManagedChannel lineage = mesh.openLineage().orElseThrow();
    try {
      RegistryServiceGrpc.RegistryServiceBlockingStub registry =
          RegistryServiceGrpc.newBlockingStub(lineage)
              .withDeadlineAfter(ANSWER.toSeconds(), TimeUnit.SECONDS);
      CreateModelVersionRequest version =
          CreateModelVersionRequest.newBuilder()
              .setRequestId(UUID.randomUUID().toString())
              .setRegisteredModel("registeredModels/fuzz")
              .setModel(champion)
              .build();
      String name = answer(() -> registry.createModelVersion(version)).getName();
      MoveAliasRequest crown =
          MoveAliasRequest.newBuilder()
              .setRequestId(UUID.randomUUID().toString())
              .setAlias(ALIAS)
              .setModelVersion(name)
              .build();
      assertThat(answer(() -> registry.moveAlias(crown)).getModel()).isEqualTo(champion);
    } finally {
      lineage.shutdownNow();
    }
  }

  @Test
  void whateverIsObservedEveryDoorAnswersAndNoPassIsUnsound() throws Exception {
    for (int i = 0; i < HISTORIES; i++) {
      long seed = SEED + i;
      try {
        history(new Random(seed), "fuzz-" + i);
      } catch (Exception | AssertionError broken) {
        throw new AssertionError("seed %d".formatted(seed), broken);
      }
    }
    System.out.printf(
        "%d histories: %s, %d batches refused, every unit counted in %d%n",
        HISTORIES, verdicts, refused, counted);
    assertThat(quarantined()).as("what the journal took is applied").isZero();
    assertThat(verdicts.keySet())
        .as("the gate could judge")
        .anyMatch(verdict -> verdict != Verdict.VERDICT_ERROR);
    assertThat(refused).as("spoilt batches were refused").isPositive();
    assertThat(counted).as("histories whose units were counted").isPositive();
  }

  private void history(Random random, String id) {
    RandomObservations observations = new RandomObservations(random, id);
    List<Batch> accepted = new ArrayList<>();
    List<String> positions = new ArrayList<>();
    boolean spoilt = false;
    List<Told> told = observations.batches();
    int define = random.nextInt(told.size() + 1);
    for (int i = 0; i <= told.size(); i++) {
      if (i == define) {
        define(random, observations.population);
      }
      if (i < told.size()) {
        Batch batch =
            told.get(i)
                .batch()
                .setProducer(id)
                .setEpoch(1)
                .setNumber(number(accepted, told.get(i).batch().getScope()))
                .build();
        Optional<String> position = append(batch, told.get(i).spoilt());
        position.ifPresent(positions::add);
        position.ifPresent(taken -> accepted.add(batch));
        spoilt |= position.isPresent() && told.get(i).spoilt();
      }
    }
    Optional<Readout> readout = readout(observations.trial, String.join(",", positions));
    readout.ifPresent(shown -> assertThat(shown.getPosition()).isNotEmpty());
    if (readout.isPresent() && !spoilt) {
      countsEveryUnit(readout.get(), observations, accepted);
    }
    boolean harm = !spoilt && observations.leadPercent <= 2 && isHarmTold(accepted);
    judge(random, observations, readout, harm, String.join(",", positions));
  }

  /** Whether the journal took the crowd of units, and which of them gave leads. */
  private static boolean isHarmTold(List<Batch> accepted) {
    List<Event> events = accepted.stream().flatMap(b -> b.getEventsList().stream()).toList();
    return events.stream()
            .anyMatch(
                event -> event.getExposuresObserved().getUnitsCount() >= RandomObservations.CROWD)
        && events.stream()
            .map(Event::getOutcomesObserved)
            .anyMatch(outcomes -> outcomes.getIdsList().contains(RandomObservations.LEAD));
  }

  private static long number(List<Batch> accepted, String scope) {
    return 1 + accepted.stream().filter(batch -> batch.getScope().equals(scope)).count();
  }

  private Optional<String> append(Batch batch, boolean spoilt) {
    try {
      return Optional.of(
          answer(
                  () ->
                      JournalServiceGrpc.newBlockingStub(ingest)
                          .withDeadlineAfter(ANSWER.toSeconds(), TimeUnit.SECONDS)
                          .append(AppendRequest.newBuilder().setBatch(batch).build()))
              .getAcknowledgement()
              .getPosition());
    } catch (StatusRuntimeException refusal) {
      assertThat(spoilt).as("%s of %s", refusal.getStatus(), batch).isTrue();
      assertThat(refusal.getStatus().getCode())
          .as("%s of %s", refusal.getStatus(), batch)
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
      refused++;
      return Optional.empty();
    }
  }

  private static void define(Random random, String population) {
    String leads =
        """
        outcome_metric: leads
        population: %s
        type: proportion
        outcome: lead
        window: 7d
        direction: increase
        """
            .formatted(population);
    String orders =
        """
        outcome_metric: orders
        population: %s
        type: %s
        outcome: order
        window: 30d
        direction: increase
        cap_upper: 300
        """
            .formatted(population, random.nextBoolean() ? "mean" : "quantile\nquantile: 0.5");
    String wrong = leads.replace("7d", "never").replace("proportion", "guess");
    for (String yaml : List.of(leads, orders, wrong)) {
      Optional<StatusRuntimeException> refusal =
          refusal(
              () ->
                  OutcomeMetricServiceGrpc.newBlockingStub(selection)
                      .withDeadlineAfter(ANSWER.toSeconds(), TimeUnit.SECONDS)
                      .putDefinition(PutDefinitionRequest.newBuilder().setYaml(yaml).build()));
      assertThat(refusal.map(fault -> fault.getStatus().getCode()))
          .as(yaml)
          .isEqualTo(
              yaml.equals(wrong) ? Optional.of(Status.Code.INVALID_ARGUMENT) : Optional.empty());
    }
  }

  /** The answer to a call, which is repeated as long as what stands in its way may pass. */
  private static <A> A answer(Supplier<A> call) {
    AtomicReference<A> answer = new AtomicReference<>();
    await()
        .atMost(ANSWER)
        .until(
            () -> {
              try {
                answer.set(call.get());
                return true;
              } catch (StatusRuntimeException refusal) {
                if (PASSING.contains(refusal.getStatus().getCode())) {
                  return false;
                }
                throw refusal;
              }
            });
    return answer.get();
  }

  private static Optional<StatusRuntimeException> refusal(Supplier<?> call) {
    try {
      Object unused = answer(call);
      return Optional.empty();
    } catch (StatusRuntimeException refusal) {
      return Optional.of(refusal);
    }
  }

  /** The readout of everything that was told; empty where no trial of the name is declared. */
  private static Optional<Readout> readout(String trial, String position) {
    GetReadoutRequest request =
        GetReadoutRequest.newBuilder().setName(trial).setPosition(position).build();
    AtomicReference<Readout> last = new AtomicReference<>();
    Optional<StatusRuntimeException> refusal =
        refusal(
            () -> {
              last.set(
                  TrialServiceGrpc.newBlockingStub(selection)
                      .withDeadlineAfter(ANSWER.toSeconds(), TimeUnit.SECONDS)
                      .getReadout(request));
              if (last.get().getBackfilling()) {
                throw Status.UNAVAILABLE.withDescription("backfilling").asRuntimeException();
              }
              return last.get();
            });
    refusal.ifPresent(
        fault ->
            assertThat(fault.getStatus().getCode())
                .as("%s", fault.getStatus())
                .isEqualTo(Status.Code.NOT_FOUND));
    return refusal.isPresent() ? Optional.empty() : Optional.of(last.get());
  }

  /** Every unit that met the trial, and was not erased, stands in the readout's health once. */
  private void countsEveryUnit(
      Readout readout, RandomObservations observations, List<Batch> accepted) {
    Set<String> units = new HashSet<>();
    for (Batch batch : accepted) {
      for (Event event : batch.getEventsList()) {
        ExposuresObserved exposed = event.getExposuresObserved();
        for (int i = 0; i < exposed.getUnitsCount(); i++) {
          String arm = exposed.getArms(exposed.getArmIndexes(i));
          if (exposed.getTrial().equals(observations.trial)
              || arm.equals(RandomObservations.OLD)
              || arm.equals(RandomObservations.NEW)) {
            units.add(exposed.getUnits(i));
          }
        }
      }
    }
    accepted.forEach(
        batch ->
            batch.getEventsList().stream()
                .filter(Event::hasUnitErased)
                .forEach(event -> units.remove(event.getUnitErased().getUnit())));
    TrialHealth health = readout.getHealth();
    assertThat(
            health.getUnitsList().stream().mapToLong(arm -> arm.getUnits()).sum()
                + health.getMultipleUnits()
                + health.getExcludedUnits()
                + health.getUnassignedUnits())
        .as("units of %s", health)
        .isEqualTo(units.size());
    counted++;
  }

  private void judge(
      Random random,
      RandomObservations observations,
      Optional<Readout> readout,
      boolean harm,
      String position) {
    String policy = policy(random);
    EvaluateCandidateRequest request =
        EvaluateCandidateRequest.newBuilder()
            .setCandidate(candidate)
            .setPolicyYaml(policy)
            .setDryRun(true)
            .setTrial(observations.trial)
            .setPosition(position)
            .build();
    Evaluation evaluation;
    try {
      evaluation =
          answer(
              () ->
                  EvaluationServiceGrpc.newBlockingStub(selection)
                      .withDeadlineAfter(ANSWER.toSeconds(), TimeUnit.SECONDS)
                      .evaluateCandidate(request));
    } catch (StatusRuntimeException refusal) {
      assertThat(refusal.getStatus().getCode())
          .as("%s of%n%s", refusal.getStatus(), policy)
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
      return;
    }
    verdicts.merge(evaluation.getVerdict(), 1, Integer::sum);
    System.out.println(
        "DEBUG "
            + evaluation.getVerdict()
            + " "
            + evaluation.getReason()
            + " || "
            + readout
                .map(r -> r.getHealth().getFaultsList().toString() + r.getHealth().getUnitsList())
                .orElse("-")
                .replace('\n', ' '));
    if (evaluation.getVerdict() == Verdict.VERDICT_PASS) {
      assertThatItMayPass(evaluation, readout, harm, policy);
    }
  }

  private static void assertThatItMayPass(
      Evaluation evaluation, Optional<Readout> readout, boolean harm, String policy) {
    String about = "%s%n%s".formatted(policy, evaluation);
    assertThat(readout).as(about).isPresent();
    assertThat(readout.get().getHealth().getFaultsList()).as(about).isEmpty();
    List<CheckResult> checks = evaluation.getChecksList();
    assertThat(checks)
        .as(about)
        .filteredOn(check -> check.getRole() != CheckRole.CHECK_ROLE_INFORMATIONAL)
        .noneMatch(check -> check.getVerdict() == Verdict.VERDICT_ERROR);
    assertThat(checks)
        .as(about)
        .filteredOn(check -> check.getRole() == CheckRole.CHECK_ROLE_QUALITY)
        .allMatch(check -> check.getVerdict() == Verdict.VERDICT_PASS);
    assertThat(checks)
        .as("a claim whose interval lies beyond its bound; %s", about)
        .anyMatch(
            check ->
                check.getVerdict() == Verdict.VERDICT_PASS
                    && check.hasLower()
                    && check.getLower() > check.getMargin());
    assertThat(harm).as("a model that loses nine of ten leads passes; %s", about).isFalse();
  }

  private static String policy(Random random) {
    List<String> checks = new ArrayList<>();
    for (String health : List.of("sample_ratio", "multiple_exposures", "freshness", "maturity")) {
      if (random.nextInt(4) == 0) {
        checks.add(
            "  - {id: %s, role: quality, trial_health: %s}"
                .formatted(health.replace('_', '-'), health));
      }
    }
    checks.add(
        "  - {id: leads, role: %s, trial_metric: %s, direction: increase, %s, minimum_count: %d}"
            .formatted(
                random.nextBoolean() ? "success" : "guardrail",
                random.nextInt(10) == 0 ? "no_such_metric" : "leads",
                random.nextBoolean() ? "better_by_at_least: 0" : "worse_by_at_most: 0.05",
                1 + random.nextInt(100)));
    if (random.nextInt(3) == 0) {
      checks.add(
          "  - {id: orders, role: informational, trial_metric: orders, direction: increase, worse_by_at_most: 10%}");
    }
    String policy =
        """
        policy: fuzz
        baseline: %s
        checks:
        %s
        """
            .formatted(ALIAS, String.join("\n", checks));
    return random.nextInt(20) == 0 ? policy.replace("id:", "ids:") : policy;
  }

  private static long quarantined() throws Exception {
    try (var database = mesh.stores().connect("selection");
        var statement = database.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM observed.quarantine")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
