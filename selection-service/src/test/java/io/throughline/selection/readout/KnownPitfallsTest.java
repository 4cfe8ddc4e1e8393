package io.throughline.selection.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.CellKey;
import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.cell.Cells;
import io.throughline.selection.cell.ObservedExposure;
import io.throughline.selection.cell.ObservedOutcome;
import io.throughline.selection.cell.UnitStates;
import io.throughline.selection.observation.ObservedTrial;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.text.DefinitionReader;
import io.throughline.selection.trial.Phase;
import io.throughline.selection.trial.TrialPlan;
import io.throughline.selection.v1.Comparison;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.Readout;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Where readouts of other systems have misled people: what this one says in the same place. */
class KnownPitfallsTest {
  private static final long START = 1_767_225_600_000L;
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final long END = START + 60 * DAY;
  private static final String CONTROL = "control";
  private static final String NEW = "new";
  private static final String LEADS = "type: proportion\noutcome: lead\n";
  private static final String MONEY = "type: mean\noutcome: order\ncurrency: USD\n";

  /** A unit: its exposures, and its outcomes in their latest revision. */
  private record Unit(List<ObservedExposure> exposures, List<ObservedOutcome> outcomes) {}

  private final List<Unit> units = new ArrayList<>();
  private List<Phase> phases = List.of(phase(START, 1, 1));
  private OptionalLong end = OptionalLong.empty();
  private String zone = "UTC";

  @Test
  void aControlOfNothingHasAnAbsoluteEffectAndNoLiftAndSaysSo() {
    many(50, CONTROL, START, 0);
    many(50, NEW, START, 10);
    many(50, NEW, START, 20);

    Comparison shown = comparison(MONEY);

    assertThat(shown.getAbsolute().getValue()).isCloseTo(15, within(1e-9));
    assertThat(shown.hasRelative()).isFalse();
    assertThat(shown.getRelativeReason()).isNotEmpty();
  }

  @Test
  void aCovariateOfAHandfulOfUnitsIsLeftOutAndThatIsSaid() {
    for (int i = 0; i < 5; i++) {
      unit(CONTROL, START, i, 10 + i);
      unit(NEW, START, i, 12 + i);
    }

    Comparison shown = comparison(MONEY + "covariate: exposure\n");

    assertThat(shown.getAbsolute().getValue()).isCloseTo(2, within(1e-9));
    assertThat(shown.getAbsolute().getStandardError()).isFinite().isPositive();
    assertThat(shown.getAbsolute().getCaveatsList()).contains("UNADJUSTED");
  }

  @Test
  void aRampThatEndsEvenIsNoSampleRatioMismatch() {
    phases = List.of(phase(START, 9, 1), phase(START + DAY, 1, 1));
    many(900, CONTROL, START, 0);
    many(100, NEW, START, 0);
    many(500, CONTROL, START + DAY, 0);
    many(500, NEW, START + DAY, 0);

    assertThat(readout(LEADS).getHealth().getFaultsList()).isEmpty();
  }

  @Test
  void weightsThatChangeMidWayDoNotMixTimeWithTreatment() {
    // Given a model without any effect, which got most of its units when everybody bought more
    phases = List.of(phase(START, 9, 1), phase(START + DAY, 1, 9));
    leads(900, 90, CONTROL, START);
    leads(100, 10, NEW, START);
    leads(100, 50, CONTROL, START + DAY);
    leads(900, 450, NEW, START + DAY);

    // Then
    Comparison shown = comparison(LEADS);
    assertThat(shown.getAbsolute().getValue()).isCloseTo(0, within(1e-12));
    assertThat(shown.getAbsolute().getMethod()).isEqualTo("SIZE_WEIGHTED_DIFFERENCE");
  }

  @Test
  void whoWasExposedBeforeARestartIsLeftOutAndCounted() {
    many(100, CONTROL, START, 0);
    many(100, NEW, START, 0);
    for (int i = 0; i < 40; i++) {
      units.add(
          new Unit(
              List.of(new ObservedExposure(NEW, START, Map.of("exposed_before", "yes"), 0)),
              List.of(outcome("lead", START, 1))));
    }

    Readout shown = readout(LEADS);

    assertThat(shown.getHealth().getExcludedUnits()).isEqualTo(40);
    assertThat(shown.getHealth().getFaultsList()).isEmpty();
    assertThat(shown.getMetrics(0).getMature(0).getTreatment().getUnits()).isEqualTo(100);
    assertThat(shown.getMetrics(0).getMature(0).getTreatment().getValue()).isZero();
  }

  @Test
  void theTrialsEndIsAnInstantAndTheZoneOnlySaysWhichDaysAreMature() {
    // Given units an hour before the end, and some at it
    end = OptionalLong.of(START + DAY);
    many(10, CONTROL, START + DAY - HOUR, 0);
    many(10, NEW, START + DAY - HOUR, 0);
    many(7, NEW, START + DAY, 0);
    long asOf = START + DAY + 7 * DAY;

    Readout utc = readout(LEADS, asOf);
    zone = "America/Chicago";
    Readout chicago = readout(LEADS, asOf);

    for (Readout shown : List.of(utc, chicago)) {
      assertThat(shown.getHealth().getUnassignedUnits()).isEqualTo(7);
      assertThat(shown.getMetrics(0).getProvisional(0).getTreatment().getUnits()).isEqualTo(10);
    }
    assertThat(utc.getMetrics(0).getMature(0).getTreatment().getUnits()).isEqualTo(10);
    assertThat(chicago.getMetrics(0).getMature(0).getTreatment().getUnits())
        .as("in Chicago the day of the exposures ends six hours later")
        .isZero();
  }

  @Test
  void unitsWhoseWindowIsOpenDoNotPullTheMatureRateDown() {
    leads(100, 20, CONTROL, START);
    leads(100, 20, NEW, START);
    many(300, NEW, START + 20 * DAY, 0);

    Readout shown = readout(LEADS, START + 21 * DAY);

    assertThat(shown.getMetrics(0).getMature(0).getAbsolute().getValue()).isZero();
    assertThat(shown.getMetrics(0).getMature(0).getTreatment().getUnits()).isEqualTo(100);
    assertThat(shown.getMetrics(0).getProvisional(0).getTreatment().getUnits()).isEqualTo(400);
  }

  @Test
  void whatHappenedBeforeTheExposureOrAfterTheWindowIsNoOutcome() {
    many(10, CONTROL, START, 0);
    many(10, NEW, START, 0);
    units.add(
        new Unit(
            exposed(NEW, START + DAY, 0),
            List.of(
                outcome("lead", START + DAY - 1, 1), outcome("lead", START + DAY + 7 * DAY, 1))));

    assertThat(comparison(LEADS).getTreatment().getValue()).isZero();
  }

  @Test
  void refundsAreCappedLikePurchases() {
    many(30, CONTROL, START, 10);
    many(30, NEW, START, 10);
    unit(CONTROL, START, 0, -1_000_000);
    unit(NEW, START, 0, 1_000_000);

    Comparison shown = comparison(MONEY + "cap_lower: -100\ncap_upper: 100\n");

    assertThat(shown.getControl().getValue()).isCloseTo((300 - 100) / 31.0, within(1e-9));
    assertThat(shown.getTreatment().getValue()).isCloseTo((300 + 100) / 31.0, within(1e-9));
    assertThat(shown.getRelative().getValue()).isPositive();
  }

  @Test
  void aUnitThatComesBackEveryDayCountsOnceAndItsOrdersAddUp() {
    for (String arm : List.of(CONTROL, NEW)) {
      for (int i = 0; i < 20; i++) {
        List<ObservedExposure> visits = new ArrayList<>();
        List<ObservedOutcome> orders = new ArrayList<>();
        for (int day = 0; day < 5; day++) {
          visits.addAll(exposed(arm, START + day * DAY, 0));
          orders.add(outcome("order", START + day * DAY + HOUR, 2 + i % 2));
        }
        units.add(new Unit(visits, orders));
      }
    }

    Readout shown = readout(MONEY);

    assertThat(shown.getHealth().getUnitsList())
        .extracting(arm -> arm.getUnits())
        .containsExactly(20L, 20L);
    assertThat(shown.getMetrics(0).getMature(0).getControl().getUnits()).isEqualTo(20);
    assertThat(shown.getMetrics(0).getMature(0).getControl().getValue())
        .isCloseTo(12.5, within(1e-9));
  }

  @Test
  void twoKindsOfOutcomesDoNotMultiplyEachOther() {
    for (String arm : List.of(CONTROL, NEW)) {
      for (int i = 0; i < 20; i++) {
        units.add(
            new Unit(
                exposed(arm, START, 0),
                List.of(
                    outcome("order", START + HOUR, 10),
                    outcome("order", START + 2 * HOUR, 20 + i),
                    outcome("visit", START + HOUR, 1),
                    outcome("visit", START + 2 * HOUR, 1),
                    outcome("visit", START + 3 * HOUR, 1))));
      }
    }

    Comparison shown =
        comparison("type: ratio\noutcome: order\ndenominator: visit\ncurrency: USD\n");

    assertThat(shown.getControl().getValue()).isCloseTo((30 + 9.5) / 3, within(1e-9));
  }

  @Test
  void aFewEnormousLossesShowThoughMostUnitsDoBetter() {
    // Given nine of ten units that order a little more, and one that loses seventy times as much
    for (int i = 0; i < 1000; i++) {
      unit(CONTROL, START, 0, 10 + i % 3);
      unit(NEW, START, 0, i % 10 == 0 ? -700 : 11 + i % 3);
    }

    Comparison shown = comparison(MONEY);

    assertThat(shown.getAbsolute().getFixed().getUpper()).isNegative();
    assertThat(shown.getAbsolute().getAlwaysValid().getUpper()).isNegative();
  }

  @Test
  void anEventThatIsRareIsNoProofOfEquality() {
    // Given a harm that is three times as frequent, and still almost never happens
    leads(1000, 1, CONTROL, START);
    leads(1000, 3, NEW, START);

    Comparison shown = comparison(LEADS);

    assertThat(shown.getAbsolute().getMethod()).isEqualTo("NEWCOMBE");
    assertThat(shown.getAbsolute().getFixed().getLower()).isNegative();
    assertThat(shown.getAbsolute().getFixed().getUpper()).isGreaterThan(0.002);
  }

  @Test
  void aBotFilterThatHitsOneArmHarderShowsInTheSampleRatioWithTheFilteredUnits() {
    many(1000, CONTROL, START, 0);
    many(1000, NEW, START, 0);
    for (int i = 0; i < 300; i++) {
      units.add(
          new Unit(
              List.of(new ObservedExposure(NEW, START, Map.of("exposed_before", "yes"), 0)),
              List.of()));
    }

    Readout shown = readout(LEADS);

    assertThat(shown.getHealth().getSampleRatio().getLogP()).isGreaterThan(Math.log(0.5));
    assertThat(shown.getHealth().getSampleRatioWithExcluded().getLogP())
        .isLessThan(Math.log(0.001));
  }

  @Test
  void aControlThatIsNoArmIsAFaultOfTheTrialAndNothingIsComparedWithIt() {
    // Given a change at the trial's very beginning, which leaves the control out
    phases =
        List.of(
            new Phase(
                START,
                List.of(new Phase.TrialArm(NEW, "", 1), new Phase.TrialArm("other", "", 1))));
    many(50, NEW, START, 1);
    many(50, "other", START, 1);

    Readout shown = readout(LEADS);

    assertThat(shown.getHealth().getFaultsList())
        .extracting(fault -> fault.getReason())
        .containsExactly("CONTROL_MISSING");
    assertThat(shown.getMetrics(0).getMatureList()).isEmpty();
    assertThat(shown.getMetrics(0).getProvisionalList()).isEmpty();
  }

  private void many(int count, String arm, long at, double ordered) {
    for (int i = 0; i < count; i++) {
      unit(arm, at, 0, ordered);
    }
  }

  private void unit(String arm, long at, double covariate, double ordered) {
    units.add(
        new Unit(
            exposed(arm, at, covariate),
            ordered == 0 ? List.of() : List.of(outcome("order", at + HOUR, ordered))));
  }

  private void leads(int count, int withLead, String arm, long at) {
    for (int i = 0; i < count; i++) {
      units.add(
          new Unit(
              exposed(arm, at, 0),
              i < withLead ? List.of(outcome("lead", at + HOUR, 1)) : List.of()));
    }
  }

  private static List<ObservedExposure> exposed(String arm, long at, double covariate) {
    return List.of(new ObservedExposure(arm, at, Map.of(), Math.round(covariate * 1e6)));
  }

  private static ObservedOutcome outcome(String kind, long at, double value) {
    return new ObservedOutcome(
        kind, at, Math.round(value * 1e6), kind.equals("order") ? "USD" : "");
  }

  private static Phase phase(long start, double control, double treated) {
    return new Phase(
        start,
        List.of(new Phase.TrialArm(CONTROL, "", control), new Phase.TrialArm(NEW, "", treated)));
  }

  private Comparison comparison(String metric) {
    return readout(metric).getMetrics(0).getMature(0);
  }

  private Readout readout(String metric) {
    return readout(metric, END);
  }

  private Readout readout(String metric, long asOf) {
    TrialPlan plan =
        new TrialPlan(
            "environments/live/trials/t",
            "",
            "populations/p",
            CONTROL,
            2000,
            List.of(),
            List.of(Map.entry("exposed_before", "yes")),
            phases,
            end);
    String yaml =
        "outcome_metric: m\npopulation: populations/p\nwindow: 7d\ndirection: increase\n" + metric;
    OutcomeMetric read = DefinitionReader.read(yaml).metric().orElseThrow();
    Analysis analysis = new Analysis(plan, List.of(read), List.of(), ZoneId.of(zone));
    Cells cells = new Cells(analysis);
    units.forEach(unit -> cells.add(UnitStates.of(analysis, unit.exposures(), unit.outcomes())));
    Map<CellKey, CellTotals> totals = new HashMap<>();
    cells.sums().forEach((key, sums) -> totals.put(key, CellTotals.of(sums)));
    return Readouts.of(
        new ObservedTrial(
            plan,
            java.util.Optional.of(analysis),
            totals,
            Map.of("m", 1L),
            java.util.Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Map.of(),
            ""),
        GetReadoutRequest.getDefaultInstance(),
        asOf);
  }
}
