package io.throughline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.throughline.client.Connection;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Quantity;
import io.throughline.event.v1.Verdict;
import io.throughline.lineage.v1.GetAliasRequest;
import io.throughline.lineage.v1.GetInsightRequest;
import io.throughline.lineage.v1.InsightServiceGrpc;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.local.mesh.FreePorts;
import io.throughline.local.mesh.Ports;
import io.throughline.selection.v1.Comparison;
import io.throughline.selection.v1.ConfidenceInterval;
import io.throughline.selection.v1.EvaluationServiceGrpc;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.ListEvaluationsRequest;
import io.throughline.selection.v1.MetricReadout;
import io.throughline.selection.v1.Readout;
import io.throughline.selection.v1.TrialServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo's trial, told to a whole mesh by the demo itself: what the readout says of the simulated
 * people is held against what is true of them, which the simulation stored beforehand.
 */
class SimulatedTrialIT {
  private static final Path HOME = Path.of(System.getProperty("throughline.home"));
  private static final int LINEAGE = 1;
  private static final int SELECTION = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TRIAL = "environments/simulation/trials/spring-told";
  private static final String TRUTH = "experiments/house-valuation/insights/told.trial.truth";
  private static final String CHALLENGER = "experiments/house-valuation/models/told.spring.mark-up";

  @TempDir Path directory;
  private final Ports ports = FreePorts.find();

  @AfterEach
  void stop() throws Exception {
    LauncherProcess.start(HOME, data(), "down").exitCode();
  }

  @Test
  void theReadoutHoldsTheTruthAndTheGateLetsNoHarmfulModelPass() throws Exception {
    // Given
    LauncherProcess.start(HOME, data(), "up", "--port", Integer.toString(ports.base()))
        .awaitReady();

    // When
    LauncherProcess demo =
        LauncherProcess.start(HOME, data(), "demo", "--", "--sweep", "small", "--run", "told");

    // Then
    assertThat(demo.exitCode()).as(demo.output()).isZero();
    assertThat(demo.output()).contains("SIMULATED", "An early look", "The last look", "says NO");
    Map<String, Double> truth = truth();
    Readout early = readout(truth.get("first_look.time"));
    Readout late = readout(truth.get("last_look.time"));
    holdsTheTruth(early, truth, "first_look");
    holdsTheTruth(late, truth, "last_look");
    assertThat(truth.get("last_look.listings")).isEqualTo(20_000);
    assertThat(truth.get("last_look.lead_rate.effect")).isNegative();
    neverPasses();
  }

  private static void holdsTheTruth(Readout readout, Map<String, Double> truth, String look) {
    assertThat(readout.getHealth().getFaultsList()).isEmpty();
    assertThat(readout.getHealth().getMultipleUnits()).isZero();
    Comparison leads =
        readout.getMetricsList().stream()
            .filter(metric -> metric.getCohort().equals("all"))
            .map(MetricReadout::getMatureList)
            .findFirst()
            .orElseThrow()
            .get(0);
    assertThat(leads.getControl().getUnits() + leads.getTreatment().getUnits())
        .isEqualTo(truth.get(look + ".listings").longValue());
    ConfidenceInterval interval = leads.getAbsolute().getAlwaysValid();
    assertThat(truth.get(look + ".lead_rate.effect"))
        .as("%s: %s", look, interval)
        .isBetween(interval.getLower(), interval.getUpper());
  }

  private void neverPasses() throws InterruptedException {
    List<Evaluation> evaluations =
        ask(
            SELECTION,
            channel ->
                EvaluationServiceGrpc.newBlockingStub(channel)
                    .listEvaluations(
                        ListEvaluationsRequest.newBuilder()
                            .setExperiment("experiments/house-valuation")
                            .setCandidate(CHALLENGER)
                            .build())
                    .getEvaluationsList());
    assertThat(evaluations).hasSize(1);
    Evaluation evaluation = evaluations.get(0);
    assertThat(evaluation.getVerdict())
        .as("%s", evaluation)
        .isIn(Verdict.VERDICT_FAIL, Verdict.VERDICT_INCONCLUSIVE);
    Map<String, Verdict> checks =
        evaluation.getChecksList().stream()
            .collect(Collectors.toMap(CheckResult::getCheck, CheckResult::getVerdict));
    assertThat(checks)
        .containsEntry("fair-split", Verdict.VERDICT_PASS)
        .containsEntry("one-price-per-listing", Verdict.VERDICT_PASS);
    assertThat(checks.get("keeps-leads")).isNotEqualTo(Verdict.VERDICT_PASS);
    assertThat(
            ask(
                    LINEAGE,
                    channel ->
                        RegistryServiceGrpc.newBlockingStub(channel)
                            .getAlias(
                                GetAliasRequest.newBuilder()
                                    .setName("registeredModels/house-valuation/aliases/champion")
                                    .build()))
                .getModel())
        .isNotEqualTo(CHALLENGER);
  }

  private Map<String, Double> truth() throws InterruptedException {
    return ask(
            LINEAGE,
            channel ->
                InsightServiceGrpc.newBlockingStub(channel)
                    .getInsight(GetInsightRequest.newBuilder().setName(TRUTH).build()))
        .getQuantitiesList()
        .stream()
        .collect(Collectors.toMap(Quantity::getKey, Quantity::getValue));
  }

  private Readout readout(double time) throws InterruptedException {
    GetReadoutRequest request =
        GetReadoutRequest.newBuilder()
            .setName(TRIAL)
            .setAsOfTime(Timestamp.newBuilder().setSeconds((long) time))
            .build();
    return ask(SELECTION, channel -> TrialServiceGrpc.newBlockingStub(channel).getReadout(request));
  }

  private interface Question<A> {
    A ask(ManagedChannel channel);
  }

  private <A> A ask(int service, Question<A> question) throws InterruptedException {
    ManagedChannel channel =
        new Connection(
                "127.0.0.1:" + (ports.base() + service),
                Optional.of(data().resolve("tokens/local")),
                PATIENCE)
            .open();
    try {
      return question.ask(channel);
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }
}
