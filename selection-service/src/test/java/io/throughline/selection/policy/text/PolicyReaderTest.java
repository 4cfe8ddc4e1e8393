package io.throughline.selection.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.DatasetRole;
import io.throughline.selection.policy.Direction;
import io.throughline.selection.policy.Margin;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Over;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.Rule;
import io.throughline.selection.policy.WhenNoChampion;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
  private static final String GOOD =
      """
      policy: house-valuation-strict
      description: No worse on any sale of 2010
      baseline: registeredModels/house-valuation/aliases/champion
      confidence_level: 0.9
      seed: 7
      when_no_champion: skip
      checks:
        - id: error-not-worse
          metric: squared_error_log_price
          over: units
          dataset_role: JUDGEMENT
          direction: decrease
          worse_by_at_most: 2%
        - id: folds-better
          metric: rmse_log_price
          over: folds
          direction: decrease
          better_by_at_least: 0.001
          minimum_count: 5
        - id: useful
          metric: absolute_error_dollars
          over: units
          at_most: 3e4
          minimum_coverage: 0.5
      """;

  @Test
  void readsAPolicy() {
    Policy policy = PolicyReader.read(GOOD).policy().orElseThrow();

    assertThat(policy.id()).isEqualTo("house-valuation-strict");
    assertThat(policy.baseline()).contains("registeredModels/house-valuation/aliases/champion");
    assertThat(policy.confidenceLevel()).isEqualTo(0.9);
    assertThat(policy.seed()).isEqualTo(7);
    assertThat(policy.whenNoChampion()).isEqualTo(WhenNoChampion.SKIP);
    assertThat(policy.checks())
        .extracting(Check::id)
        .containsExactly("error-not-worse", "folds-better", "useful");
    assertThat(metric(policy, 0).rule())
        .isEqualTo(new Rule.Change(Direction.DECREASE, new Margin(0.02, true, false)));
    assertThat(metric(policy, 1).rule())
        .isEqualTo(new Rule.Change(Direction.DECREASE, new Margin(0.001, false, true)));
    assertThat(metric(policy, 1).minimumCount()).isEqualTo(5);
    assertThat(metric(policy, 2).rule()).isEqualTo(new Rule.AtMost(30000));
    assertThat(metric(policy, 2).datasetRole()).contains(DatasetRole.JUDGEMENT);
    assertThat(metric(policy, 2).over()).isEqualTo(Over.UNITS);
  }

  @Test
  void listsEveryFaultWithItsLine() {
    List<Fault> faults =
        PolicyReader.read(
                """
                policy: p
                confidence_level: 1.5
                colour: red
                checks:
                  - id: a
                    metric: rmse
                    over: units
                    direction: sideways
                    worse_by_at_most: 0
                  - id: a
                    metric: rmse
                    over: units
                    at_most: -.inf
                """)
            .faults();

    assertThat(faults.stream().map(fault -> fault.line() + " " + fault.field()))
        .containsExactly(
            "1 baseline",
            "2 confidence_level",
            "3 colour",
            "8 checks[0].direction",
            "10 checks[1].id",
            "13 checks[1].at_most");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "at_most: 1|worse_by_at_most: 1|several rules",
        "direction: decrease|worse_by_at_most: -1|use better_by_at_least",
        "direction: decrease|better_by_at_least: 100%|cannot shrink",
        "direction: increase|worse_by_at_most: 250%|cannot shrink",
        "direction: decrease|at_most: 1|has no meaning beside at_most",
        "direction: decrease|colour: red|there is no rule",
        "direction: decrease|worse_by_at_most: .nan|not a finite number",
        "direction: up|worse_by_at_most: 1|expected decrease or increase",
      })
  void refusesAnImpossibleRule(String first, String second, String said) {
    assertThat(faults(first, second)).contains(said);
  }

  @Test
  void refusesTwoChecksOfOneId() {
    String twice = GOOD.replace("id: useful", "id: folds-better");

    assertThat(PolicyReader.read(twice).faults())
        .containsExactly(new Fault("checks[2].id", "'folds-better' is taken; ids are unique", 20));
  }

  @Test
  void refusesAKeyThatStandsTwice() {
    assertThat(faults("at_most: 1", "at_most: 2")).contains("stands here twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy: p", "policy: p\nchecks: []", "policy: p\nchecks:\n"})
  void refusesAPolicyWithoutChecks(String text) {
    Reading reading = PolicyReader.read(text);

    assertThat(reading.policy()).isEmpty();
    assertThat(reading.faults()).extracting(Fault::field).contains("checks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "- a\n- b",
        "policy: [",
        "policy: p\n---\npolicy: q",
        "!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost/\"]]",
        "a: &a [*a, *a]\npolicy: *a",
        "policy: \u0007",
      })
  void answersAnyTextWithFaults(String text) {
    assertThat(PolicyReader.read(text).faults()).isNotEmpty();
  }

  @Test
  void refusesATextThatIsTooDeep() {
    assertThat(PolicyReader.read("checks: " + "[".repeat(10_000)).faults()).isNotEmpty();
  }

  private static String faults(String first, String second) {
    String text =
        """
        policy: p
        baseline: registeredModels/r/aliases/champion
        checks:
          - id: a
            metric: rmse
            over: units
            %s
            %s
        """
            .formatted(first, second);
    return PolicyReader.read(text).faults().stream()
        .map(Fault::description)
        .collect(Collectors.joining("; "));
  }

  private static MetricCheck metric(Policy policy, int index) {
    return (MetricCheck) policy.checks().get(index);
  }
}
