package io.throughline.selection.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.CellKey;
import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.cell.Cells;
import io.throughline.selection.cell.UnitState;
import io.throughline.selection.cell.UnitState.Status;
import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.TrialReading;
import io.throughline.selection.observation.ObservedTrial;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.text.DefinitionReader;
import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.policy.TrialCheck;
import io.throughline.selection.policy.TrialHealth;
import io.throughline.selection.policy.WhenMissing;
import io.throughline.selection.policy.text.PolicyReader;
import io.throughline.selection.trial.Phase;
import io.throughline.selection.trial.TrialPlan;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrialGateTest {
  private static final String TRIAL = "environments/live/trials/t";
  private static final String NEW = "experiments/e/models/new";
  private static final String OLD = "experiments/e/models/old";
  private static final long START = 1_767_225_600_000L;
  private static final long NOW = START + 60 * 24 * 3_600_000L;
  private static final Map<String, String> RUNNING =
      Map.of("environments/live/deployments/a", OLD, "environments/live/deployments/b", NEW);

  private final TrialPlan plan =
      new TrialPlan(
          TRIAL,
          "",
          "populations/p",
          "control",
          2000,
          List.of(),
          List.of(),
          List.of(
              new Phase(
                  START,
                  List.of(
                      new Phase.TrialArm("control", "environments/live/deployments/a", 1),
                      new Phase.TrialArm("new", "environments/live/deployments/b", 1)))),
          OptionalLong.empty());
  private final OutcomeMetric leads =
      DefinitionReader.read(
              """
              outcome_metric: leads
              population: populations/p
              type: proportion
              outcome: lead
              window: 7d
              direction: increase
              """)
          .metric()
          .orElseThrow();
  private final Analysis analysis = new Analysis(plan, List.of(leads), List.of(), ZoneOffset.UTC);
  private final Cells cells = new Cells(analysis);

  @Test
  void readsTheArmsThatRunCandidateAndChampionAndMatureUnitsOnly() {
    // Given
    add(0, 500, 100, START);
    add(1, 500, 75, START);
    add(0, 40, 40, NOW);
    add(1, 40, 0, NOW);

    // When
    TrialReading reading = read(NEW, OLD, effect("leads")).trial().orElseThrow();

    // Then
    assertThat(reading.candidateUnits()).isEqualTo(500);
    assertThat(reading.championUnits()).isEqualTo(500);
    assertThat(reading.plannedUnits()).isEqualTo(2000);
    assertThat(reading.absolute().orElseThrow().value()).isCloseTo(-0.05, within(1e-12));
    assertThat(reading.relative().orElseThrow().value()).isCloseTo(-0.25, within(1e-12));
  }

  @Test
  void turnsTheComparisonRoundWhereTheControlRunsTheCandidate() {
    add(0, 500, 100, START);
    add(1, 500, 75, START);
    TrialReading reading = read(OLD, NEW, effect("leads")).trial().orElseThrow();
    assertThat(reading.absolute().orElseThrow().value()).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void saysNothingOfEffectsWhereTheDataAreBroken() {
    // Given an arm that lost a third of its units
    add(0, 600, 100, START);
    add(1, 400, 100, START);

    // Then
    assertThat(read(NEW, "", effect("leads")).obstacle().orElseThrow().code())
        .isEqualTo(ReasonCode.TRIAL_UNHEALTHY);
    TrialReading reading = read(NEW, "", health()).trial().orElseThrow();
    assertThat(state(reading, TrialHealth.SAMPLE_RATIO)).isEqualTo(TrialReading.State.BAD);
    assertThat(state(reading, TrialHealth.MATURITY)).isEqualTo(TrialReading.State.GOOD);
    assertThat(state(reading, TrialHealth.FRESHNESS)).isEqualTo(TrialReading.State.TOO_EARLY);
  }

  @Test
  void takesATrialWithoutUnitsForTooEarlyAndNotForHealthy() {
    TrialReading reading = read(NEW, "", health()).trial().orElseThrow();
    assertThat(reading.health())
        .extracting(TrialReading.Health::state)
        .containsOnly(TrialReading.State.TOO_EARLY);
    TrialReading effect = read(NEW, "", effect("leads")).trial().orElseThrow();
    assertThat(effect.absolute()).isEmpty();
    assertThat(effect.candidateUnits()).isZero();
    assertThat(effect.remark()).isNotEmpty();
  }

  @Test
  void refusesUnknownMetricsAndModelsThatNoArmRuns() {
    assertThat(read(NEW, "", effect("sales")).obstacle().orElseThrow().code())
        .isEqualTo(ReasonCode.METRIC_UNKNOWN);
    assertThat(read("experiments/e/models/x", OLD, effect("leads")).obstacle().orElseThrow().code())
        .isEqualTo(ReasonCode.TRIAL_MISSING);
    assertThat(read(NEW, "experiments/e/models/x", effect("leads")).obstacle().orElseThrow().code())
        .isEqualTo(ReasonCode.TRIAL_MISSING);
    assertThat(read(NEW, NEW, effect("leads")).obstacle().orElseThrow().code())
        .as("a model is not compared with itself")
        .isEqualTo(ReasonCode.TRIAL_MISSING);
  }

  @Test
  void saysNothingOfATrialWhoseControlIsNoArm() {
    add(0, 500, 100, START);
    add(1, 500, 150, START);
    TrialPlan astray =
        new TrialPlan(
            plan.name(),
            "",
            plan.population(),
            "nobody",
            plan.plannedUnits(),
            List.of(),
            List.of(),
            plan.phases(),
            plan.end());
    for (String champion : List.of(OLD, "")) {
      assertThat(read(astray, NEW, champion, effect("leads")).obstacle().orElseThrow().code())
          .isEqualTo(ReasonCode.TRIAL_UNHEALTHY);
      assertThat(read(astray, NEW, champion, health()).obstacle().orElseThrow().code())
          .isEqualTo(ReasonCode.TRIAL_UNHEALTHY);
    }
  }

  private static TrialReading.State state(TrialReading reading, TrialHealth what) {
    return reading.health().stream()
        .filter(each -> each.what() == what)
        .findFirst()
        .orElseThrow()
        .state();
  }

  private void add(int arm, int units, int withLead, long at) {
    for (int i = 0; i < units; i++) {
      long lead = i < withLead ? 1 : 0;
      cells.add(new UnitState(Status.ASSIGNED, 0, arm, at, 1, 0, new long[] {lead, lead, 0}));
    }
  }

  private Evidence read(String candidate, String champion, TrialCheck check) {
    return read(plan, candidate, champion, check);
  }

  private Evidence read(TrialPlan plan, String candidate, String champion, TrialCheck check) {
    Map<CellKey, CellTotals> totals = new HashMap<>();
    cells.sums().forEach((key, sums) -> totals.put(key, CellTotals.of(sums)));
    ObservedTrial trial =
        new ObservedTrial(
            plan,
            Optional.of(analysis),
            totals,
            Map.of("leads", 1L),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Map.of(),
            "");
    return TrialGate.evidence(
        trial, RUNNING, candidate, champion, check, NOW + Duration.ofHours(1).toMillis());
  }

  private static TrialCheck effect(String metric) {
    return check(
        """
            trial_metric: %s
            direction: increase
            worse_by_at_most: 1%%
        """
            .formatted(metric));
  }

  private static TrialCheck health() {
    return new TrialCheck(
        "c",
        CheckRole.QUALITY,
        WhenMissing.ERROR,
        Optional.empty(),
        new TrialCheck.Health(TrialHealth.SAMPLE_RATIO),
        100);
  }

  private static TrialCheck check(String lines) {
    String yaml = "policy: p\nchecks:\n  - id: c\n" + lines;
    return (TrialCheck) PolicyReader.valid(yaml).checks().get(0);
  }
}
