package io.throughline.selection.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.v1.GetEvaluationRequest;
import io.throughline.selection.v1.ListEvaluationsRequest;
import io.throughline.selection.v1.ListEvaluationsResponse;
import io.throughline.server.testing.Errors;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EvaluationTest extends GateTest {

  @Test
  void passesABetterCandidateAndSaysOnWhatGrounds() {
    Evaluation evaluation = evaluate(STRICT);

    assertThat(evaluation.getVerdict()).isEqualTo(Verdict.VERDICT_PASS);
    assertThat(evaluation.getChampionVersion()).isEqualTo(REGISTERED + "/versions/1");
    assertThat(evaluation.getChampion()).isEqualTo(CHAMPION);
    assertThat(evaluation.getBaseline()).isEqualTo(BASELINE);
    assertThat(evaluation.getPosition()).isEqualTo("0:7");
    assertThat(evaluation.getPolicyDigest()).isEqualTo(put(STRICT).getDigest());
    assertThat(evaluation.getSeed()).isEqualTo(1);
    CheckResult check = evaluation.getChecks(0);
    assertThat(check.getDataset()).isEqualTo(JUDGED);
    assertThat(check.getN()).isEqualTo(UNITS);
    assertThat(check.getUpper()).isNegative().isGreaterThan(check.getEstimate());
    assertThat(check.getConfidenceLevel()).isEqualTo(0.95);
    assertThat(check.getMethod()).isEqualTo("paired bootstrap over units, BCa, 10,000 draws");
    assertThat(check.getRule()).contains("candidate − champion below 0");
    assertThat(evaluations().getEvaluation(get(evaluation.getName()))).isEqualTo(evaluation);
  }

  @Test
  void failsAWorseCandidate() {
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), 1));

    assertThat(evaluate(STRICT).getVerdict()).isEqualTo(Verdict.VERDICT_FAIL);
  }

  @Test
  void isInconclusiveWhereTheIntervalHoldsTheMargin() {
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), -0.05));

    assertThat(evaluate(STRICT).getVerdict()).isEqualTo(Verdict.VERDICT_INCONCLUSIVE);
  }

  @Test
  void evaluatesTheModelOfAVersion() {
    lineage.version(REGISTERED + "/versions/2", CANDIDATE);

    Evaluation evaluation =
        evaluate(request(put(STRICT).getName()).setCandidate(REGISTERED + "/versions/2").build());

    assertThat(evaluation.getCandidate()).isEqualTo(CANDIDATE);
    assertThat(evaluation.getVerdict()).isEqualTo(Verdict.VERDICT_PASS);
  }

  @Test
  void refusesAnUnknownCandidateAndAnUnknownPolicy() {
    StatusRuntimeException nobody =
        failing(request(put(STRICT).getName()).setCandidate("experiments/e/models/nobody"));
    StatusRuntimeException nothing = failing(request("policies/nothing"));

    assertThat(nobody.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(nobody.getMessage()).contains("candidate 'experiments/e/models/nobody'");
    assertThat(nothing.getMessage()).contains("policy 'policies/nothing'");
  }

  @Test
  void namesTheMetricsThatExistWhereOneDoesNot() {
    CheckResult check = error(STRICT.replace(ERROR, "accuracy"), "METRIC_UNKNOWN");

    assertThat(check.getMessage()).contains("nobody measured 'accuracy'", ERROR);
  }

  @Test
  void refusesToCompareTheChampionWithItself() {
    lineage.champion(REGISTERED, "1", CANDIDATE);

    error(STRICT, "CANDIDATE_IS_CHAMPION");
  }

  @Test
  void refusesToCompareTheSameBytesUnderTwoNames() {
    lineage.model(CHAMPION, "sha256:" + "a".repeat(64));

    assertThat(error(STRICT, "CANDIDATE_IS_CHAMPION").getMessage()).contains("the same bytes");
  }

  @Test
  void saysWhichSideLacksUnits() {
    double[] old = noise(1, UNITS, 10);
    lineage.scores(CANDIDATE, JUDGED, ERROR, Arrays.copyOf(plus(old, -1), UNITS / 2));

    assertThat(error(STRICT, "UNITS_MISSING").getMessage())
        .contains("100 of 200 units", "the candidate lacks 100, the champion 0");
  }

  @Test
  void comparesOnlyCommonUnitsAndSaysSo() {
    double[] old = noise(1, UNITS, 10);
    lineage.scores(CANDIDATE, JUDGED, ERROR, Arrays.copyOf(plus(old, -1), UNITS - 5));

    CheckResult check = evaluate(STRICT).getChecks(0);

    assertThat(check.getN()).isEqualTo(UNITS - 5);
    assertThat(check.getMessage()).contains("5 of 200 units are left out");
  }

  @Test
  void refusesWhereTheChampionWasNotMeasured() {
    lineage.scores(CANDIDATE, JUDGED, "bias", noise(1, UNITS, 0));

    assertThat(error(STRICT.replace(ERROR, "bias"), "UNITS_MISSING").getMessage())
        .contains("the champion 200");
  }

  @Test
  void refusesWhereFoldsAreMissing() {
    String folds = STRICT.replace("over: units", "over: folds");
    lineage.folds(CANDIDATE, TRAINED, "rmse", .1, .2, .3, .4, .5);
    lineage.folds(CHAMPION, TRAINED, "rmse", .2, .3);

    assertThat(error(folds.replace(ERROR, "rmse"), "FOLDS_MISSING").getMessage())
        .contains("2 of 5 folds", "the champion 3");
    error(folds, "FOLDS_MISSING");
  }

  @Test
  void refusesAMetricThatIsNoNumber() {
    double[] values = plus(noise(1, UNITS, 10), -1);
    values[3] = Double.NaN;
    lineage.scores(CANDIDATE, JUDGED, ERROR, values);

    assertThat(error(STRICT, "METRIC_NOT_A_NUMBER").getMessage()).contains("unit 'u3' is NaN");
  }

  @Test
  void refusesWhatDoesNotVary() {
    double[] old = noise(1, UNITS, 10);
    lineage.scores(CANDIDATE, JUDGED, ERROR, Arrays.stream(old).map(v -> v - 1).toArray());

    error(STRICT, "ZERO_VARIANCE");
  }

  @Test
  void refusesADatasetThatSelectionHasSeen() {
    lineage.roles(JUDGED, DatasetRole.DATASET_ROLE_JUDGEMENT, DatasetRole.DATASET_ROLE_SELECTION);

    error(STRICT, "DATASET_SEEN_BY_SELECTION");
  }

  @Test
  void asksForANameWhereSeveralDatasetsFit() {
    String other = "experiments/e/datasets/2011";
    lineage.roles(other, DatasetRole.DATASET_ROLE_JUDGEMENT);
    lineage.scores(CHAMPION, other, ERROR, noise(1, UNITS, 10));
    lineage.scores(CANDIDATE, other, ERROR, noise(2, UNITS, 9));

    error(STRICT, "DATASET_AMBIGUOUS");
    Evaluation named = evaluate(STRICT + "    dataset: " + other + "\n");
    assertThat(named.getChecks(0).getDataset()).isEqualTo(other);
  }

  @Test
  void neverPassesOnFoldsAlone() {
    double[] old = noise(1, 10, 10);
    lineage.folds(CHAMPION, TRAINED, ERROR, old);
    lineage.folds(CANDIDATE, TRAINED, ERROR, plus(old, -8));

    Evaluation evaluation = evaluate(STRICT.replace("over: units", "over: folds"));

    assertThat(evaluation.getChecks(0).getVerdict()).isEqualTo(Verdict.VERDICT_PASS);
    assertThat(evaluation.getVerdict()).isEqualTo(Verdict.VERDICT_INCONCLUSIVE);
    assertThat(evaluation.getReason()).contains("JUDGEMENT");
  }

  @Test
  void refusesMoreThanItReads() {
    double[] many = noise(1, 2_000_000, 10);
    lineage.scores(CANDIDATE, JUDGED, ERROR, many);

    error(STRICT, "EVIDENCE_TOO_LARGE");
  }

  @Test
  void refusesADegradedScope() {
    lineage.degraded("experiments/e");

    error(STRICT, "SCOPE_DEGRADED");
  }

  @Test
  void refusesACandidateThatIsOnlyMentioned() {
    lineage.mentioned(CANDIDATE);

    error(STRICT, "CANDIDATE_NOT_PRODUCED");
  }

  @Test
  void followsThePolicyWhereThereIsNoChampion() {
    String other = STRICT.replace("registeredModels/houses/", "registeredModels/flats/");
    String skipping = other + "when_no_champion: skip\n";
    error(other, "BASELINE_UNKNOWN");
    error(skipping, "BASELINE_UNKNOWN");
    lineage.registeredModel("registeredModels/flats");

    error(other, "NO_CHAMPION");
    Evaluation skipped = evaluate(skipping);
    assertThat(skipped.getChecks(0).getReasonCode()).isEqualTo("SKIPPED_NO_CHAMPION");
    assertThat(skipped.getVerdict()).isEqualTo(Verdict.VERDICT_INCONCLUSIVE);
    Evaluation absolute =
        evaluate(
            skipping.replace(
                "checks:\n",
                "checks:\n  - {id: useful, metric: squared_error, over: units, at_most: 20}\n"));
    assertThat(absolute.getVerdict()).isEqualTo(Verdict.VERDICT_PASS);
    assertThat(absolute.getReason()).contains("1 left out");
    assertThat(absolute.getChampionVersion()).isEmpty();
  }

  @Test
  void answersARepeatedRequestWithTheFirstEvaluation() {
    String id = UUID.randomUUID().toString();
    String policy = put(STRICT).getName();
    Evaluation first = evaluate(request(policy).setRequestId(id).build());
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), 1));

    assertThat(evaluate(request(policy).setRequestId(id).build())).isEqualTo(first);
    assertThat(Errors.reason(failing(request(policy).setRequestId(id).setSeed(2))))
        .isEqualTo("CONTENT_CHANGED");
  }

  @Test
  void waitsForItsPosition() {
    StatusRuntimeException early = failing(request(put(STRICT).getName()).setPosition("0:8"));

    assertThat(early.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(Errors.reason(early)).isEqualTo("NOT_CAUGHT_UP");
    lineage.position("0:9");
    assertThat(evaluate(request(put(STRICT).getName()).setPosition("0:8").build()).getPosition())
        .isEqualTo("0:9");
  }

  @Test
  void saysThatLineageDoesNotAnswerAndRecovers() {
    String policy = put(STRICT).getName();
    lineage.stop();

    assertThat(Errors.reason(failing(request(policy)))).isEqualTo("DEPENDENCY_UNAVAILABLE");
    layDownTheGraph();
    assertThat(evaluate(request(policy).build()).getVerdict()).isEqualTo(Verdict.VERDICT_PASS);
  }

  @Test
  void listsTheNewestFirstInPages() {
    String policy = put(STRICT).getName();
    String other = "experiments/listed/models/new";
    lineage.model(other, "");
    Evaluation first = evaluate(request(policy).setCandidate(other).build());
    Evaluation second = evaluate(request(policy).setCandidate(other).build());
    ListEvaluationsRequest.Builder list =
        ListEvaluationsRequest.newBuilder().setExperiment("experiments/listed").setPageSize(1);

    ListEvaluationsResponse page = evaluations().listEvaluations(list.build());
    ListEvaluationsResponse last =
        evaluations().listEvaluations(list.setPageToken(page.getNextPageToken()).build());

    assertThat(page.getEvaluationsList()).containsExactly(second);
    assertThat(last.getEvaluationsList()).containsExactly(first);
    assertThat(last.getNextPageToken()).isEmpty();
  }

  private CheckResult error(String yaml, String reasonCode) {
    Evaluation evaluation = evaluate(yaml);
    assertThat(evaluation.getVerdict()).isEqualTo(Verdict.VERDICT_ERROR);
    CheckResult check = evaluation.getChecks(0);
    assertThat(check.getVerdict()).isEqualTo(Verdict.VERDICT_ERROR);
    assertThat(check.getReasonCode()).isEqualTo(reasonCode);
    assertThat(check.getNextStep()).isNotEmpty();
    assertThat(evaluation.getReason()).contains(check.getMessage());
    return check;
  }

  private static GetEvaluationRequest get(String name) {
    return GetEvaluationRequest.newBuilder().setName(name).build();
  }
}
