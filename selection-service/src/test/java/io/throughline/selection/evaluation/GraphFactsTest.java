package io.throughline.selection.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.testing.GateTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GraphFactsTest extends GateTest {
  private static final String RUN = "experiments/e/runs/r";
  private static final String FACTS =
      STRICT.replace("policy: strict", "policy: facts")
          + """
            - {id: lineage, fact: data_lineage_known}
            - {id: forbidden, fact: no_forbidden_dataset, datasets: ["experiments/*/datasets/customers-*"]}
            - {id: code, fact: code_known, parameter: commit}
            - {id: reviewed, fact: reviewed}
            - {id: expected, fact: expectation_stated}
          """;

  @Test
  void passesWhereTheGraphKnowsAll() {
    lineage.told(CANDIDATE, "reviewer", "anna", "4f2c");
    lineage.behind(CANDIDATE, RUN, true, TRAINED);
    lineage.expected(RUN, "experiments/e/expectations/x");

    Evaluation evaluation = evaluate(FACTS);

    assertThat(evaluation.getVerdict()).as(evaluation.getReason()).isEqualTo(Verdict.VERDICT_PASS);
    assertThat(check(evaluation, "code").getMessage()).contains("commit=4f2c");
    assertThat(check(evaluation, "reviewed").getMessage()).contains("anna");
    assertThat(check(evaluation, "expected").getReasonCode()).isEqualTo("FACT_HOLDS");
  }

  @Test
  void failsEachFactThatTheGraphDoesNotKnow() {
    Evaluation evaluation = evaluate(FACTS);

    assertThat(evaluation.getVerdict()).isEqualTo(Verdict.VERDICT_FAIL);
    for (String id : new String[] {"lineage", "forbidden", "code", "reviewed", "expected"}) {
      CheckResult check = check(evaluation, id);
      assertThat(check.getReasonCode()).as(id).isEqualTo("FACT_DOES_NOT_HOLD");
      assertThat(check.getNextStep()).as(id).isNotEmpty();
    }
  }

  @Test
  void findsAForbiddenDatasetAndOneThatIsOnlyMentioned() {
    lineage.behind(CANDIDATE, RUN, false, TRAINED, "experiments/x/datasets/customers-2020");

    Evaluation evaluation = evaluate(FACTS);

    assertThat(check(evaluation, "forbidden").getMessage()).contains("customers-2020");
    assertThat(check(evaluation, "lineage").getMessage()).contains("never declared", TRAINED);
  }

  @Test
  void cutsTheUnitsIntoSlices() {
    double[] hoods = new double[UNITS];
    double[] price = new double[UNITS];
    for (int i = 0; i < UNITS; i++) {
      hoods[i] = i % 4;
      price[i] = i * 1000.0;
    }
    lineage.scores(CANDIDATE, JUDGED, "hood", hoods);
    lineage.scores(CHAMPION, JUDGED, "price", price);
    String sliced =
        STRICT.replace("policy: strict", "policy: sliced")
            + """
              - {id: hoods, metric: squared_error, over: slices, slice_by: hood, direction: decrease, worse_by_at_most: 10%}
              - {id: prices, metric: squared_error, over: slices, slice_by: price, slice_at: [50000, 100000], direction: decrease, worse_by_at_most: 1}
              - {id: unknown, metric: squared_error, over: slices, slice_by: nothing, direction: decrease, worse_by_at_most: 1}
            """;

    Evaluation evaluation = evaluate(sliced);

    assertThat(check(evaluation, "hoods").getVerdict()).isEqualTo(Verdict.VERDICT_PASS);
    assertThat(check(evaluation, "hoods").getSlicesCount()).isEqualTo(4);
    assertThat(check(evaluation, "prices").getSlicesList())
        .extracting(slice -> slice.getSlice())
        .containsExactlyInAnyOrder(
            "price below 50000", "price 50000 to 100000", "price from 100000");
    assertThat(check(evaluation, "unknown").getReasonCode()).isEqualTo("SLICES_MISSING");
  }

  @Test
  void errsWhereNobodyNamesTheTrial() {
    Evaluation evaluation =
        evaluate(
            STRICT.replace("policy: strict", "policy: trial")
                + "  - {id: leads, trial_metric: leads, direction: increase, better_by_at_least: 0}\n");

    assertThat(check(evaluation, "leads").getReasonCode()).isEqualTo("TRIAL_MISSING");
    assertThat(evaluation.getVerdict()).isEqualTo(Verdict.VERDICT_ERROR);
  }

  @Test
  void isInconclusiveInsteadWhereThePolicySaysThatMoreMayCome() {
    Evaluation evaluation =
        evaluate(
            STRICT.replace("policy: strict", "policy: waiting")
                + "  - {id: later, metric: later, over: units, at_most: 1, when_missing: inconclusive}\n");

    assertThat(evaluation.getVerdict()).isEqualTo(Verdict.VERDICT_INCONCLUSIVE);
    assertThat(check(evaluation, "later").getReasonCode()).isEqualTo("METRIC_UNKNOWN");
  }

  private static CheckResult check(Evaluation evaluation, String id) {
    return evaluation.getChecksList().stream()
        .filter(check -> check.getCheck().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
