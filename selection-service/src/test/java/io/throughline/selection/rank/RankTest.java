package io.throughline.selection.rank;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.DatasetRole;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.v1.CandidateStanding;
import io.throughline.selection.v1.Confirmation;
import io.throughline.selection.v1.RankCandidatesRequest;
import io.throughline.selection.v1.RankConstraint;
import io.throughline.selection.v1.RankDirection;
import io.throughline.selection.v1.RankedCandidate;
import io.throughline.selection.v1.RankedMetric;
import io.throughline.selection.v1.Ranking;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RankTest extends GateTest {
  private static final String CHOOSING = "experiments/e/datasets/2009";
  private static final String GOOD = "experiments/e/models/good";
  private static final String DEAR = "experiments/e/models/dear";
  private static final String UNMEASURED = "experiments/e/models/unmeasured";

  @BeforeEach
  void measureTheCandidates() {
    lineage.roles(CHOOSING, DatasetRole.DATASET_ROLE_SELECTION);
    double[] old = noise(1, UNITS, 10);
    lineage.scores(CHAMPION, CHOOSING, ERROR, old);
    candidate(GOOD, -1, 5, 11);
    candidate(DEAR, -1, 50, 12);
    candidate(CANDIDATE, 1, 1, 13);
    lineage.model(UNMEASURED, "sha256:" + "e".repeat(64));
  }

  @Test
  void choosesConfirmsAndSaysWhyNotTheOthers() {
    Ranking ranking = rankings().rankCandidates(request().setExperiment("experiments/e").build());

    assertThat(ranking.getChosen()).isEqualTo(GOOD);
    assertThat(ranking.getChampion()).isEqualTo(CHAMPION);
    assertThat(ranking.getSelectedFrom()).isEqualTo(4);
    assertThat(ranking.getUnits()).isEqualTo(UNITS);
    assertThat(ranking.getPosition()).isEqualTo("0:7");
    assertThat(ranking.getConfirmation()).isEqualTo(Confirmation.CONFIRMATION_CONFIRMED);
    assertThat(ranking.getConfirmationDifference().getUpper()).isNegative();
    assertThat(standing(ranking, DEAR)).isEqualTo(CandidateStanding.CANDIDATE_STANDING_TIED);
    assertThat(standing(ranking, CANDIDATE))
        .isEqualTo(CandidateStanding.CANDIDATE_STANDING_DOMINATED);
    assertThat(standing(ranking, UNMEASURED))
        .isEqualTo(CandidateStanding.CANDIDATE_STANDING_NOT_MEASURED);
    RankedCandidate first = ranking.getCandidates(0);
    assertThat(first.getMetrics(0).getDifference().getUpper()).isNegative();
    assertThat(first.getTailRisk().getEstimate()).isGreaterThan(first.getMetrics(0).getMean());
    assertThat(first.getFewTailUnits()).isTrue();
    assertThat(ranking.getWeightsList()).hasSize(1);
    assertThat(ranking.getWarningsList()).isEmpty();
    assertThat(rankings().rankCandidates(request().setExperiment("experiments/e").build()))
        .isEqualTo(ranking);
  }

  @Test
  void doesNotConfirmOnWhatSelectionHasSeen() {
    lineage.roles(JUDGED, DatasetRole.DATASET_ROLE_JUDGEMENT, DatasetRole.DATASET_ROLE_SELECTION);

    Ranking ranking = rankings().rankCandidates(request().addCandidates(GOOD).build());

    assertThat(ranking.getConfirmation()).isEqualTo(Confirmation.CONFIRMATION_ERROR);
    assertThat(ranking.getConfirmationReason()).contains("what selects cannot confirm");
  }

  @Test
  void warnsWhereWhatChoosesWasUsedToJudge() {
    lineage.roles(CHOOSING, DatasetRole.DATASET_ROLE_SELECTION, DatasetRole.DATASET_ROLE_JUDGEMENT);

    Ranking ranking = rankings().rankCandidates(request().addCandidates(GOOD).build());

    assertThat(ranking.getChosen()).isEqualTo(GOOD);
    assertThat(ranking.getWarningsList())
        .singleElement()
        .asString()
        .contains(CHOOSING, "for JUDGEMENT", "can no longer be judged on it");
  }

  @Test
  void choosesNobodyWhoBreaksAConstraint() {
    Ranking ranking =
        rankings()
            .rankCandidates(
                request()
                    .addCandidates(GOOD)
                    .addCandidates(DEAR)
                    .addConstraints(RankConstraint.newBuilder().setMetric(ERROR).setAtMost(1))
                    .build());

    assertThat(ranking.getChosen()).isEmpty();
    assertThat(ranking.getCandidatesList())
        .allMatch(c -> c.getStanding() == CandidateStanding.CANDIDATE_STANDING_CONSTRAINED);
  }

  @Test
  void namesEveryFaultOfARequest() {
    StatusRuntimeException both =
        failing(request().setExperiment("experiments/e").addCandidates(GOOD));
    StatusRuntimeException seen =
        failing(request().addCandidates(GOOD).setConfirmationDataset(CHOOSING));
    StatusRuntimeException twice =
        failing(request().addCandidates(GOOD).addMetrics(request().getMetrics(0)));
    StatusRuntimeException elsewhere =
        failing(request().addCandidates(GOOD).setDataset("experiments/e/datasets/none"));
    StatusRuntimeException nobody =
        failing(
            request().addCandidates(GOOD).setChampion("registeredModels/none/aliases/champion"));

    assertThat(both.getMessage()).contains("list the candidates, or name the experiment");
    assertThat(seen.getMessage()).contains("confirmation_dataset must be another");
    assertThat(Errors.fields(twice)).containsExactly("metrics[1].metric");
    assertThat(Errors.fields(elsewhere)).containsExactly("champion");
    assertThat(nobody.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void ranksOverRest() {
    String body =
        """
        {"candidates": ["%s", "%s"], "champion": "%s", "dataset": "%s",
         "metrics": [{"metric": "%s", "direction": "RANK_DIRECTION_DECREASE"}]}
        """
            .formatted(GOOD, CANDIDATE, BASELINE, CHOOSING, ERROR);

    String chosen =
        given()
            .auth()
            .oauth2(TestTokens.token(Permission.PERMISSION_READ))
            .contentType("application/json")
            .body(body)
            .post("/v1/rankings")
            .then()
            .statusCode(200)
            .extract()
            .path("chosen");

    assertThat(chosen).isEqualTo(GOOD);
  }

  private void candidate(String model, double shift, double cost, long seed) {
    double[] values = noise(1, UNITS, 10);
    double[] own = noise(seed, UNITS, shift);
    for (int u = 0; u < UNITS; u++) {
      values[u] += own[u] / 2;
    }
    lineage.model(model, "sha256:" + Integer.toHexString(model.hashCode()).repeat(8));
    lineage.scores(model, CHOOSING, ERROR, values);
    lineage.scores(model, JUDGED, ERROR, values);
    lineage.folds(model, CHOOSING, "fit_ms", cost, cost, cost);
  }

  private StatusRuntimeException failing(RankCandidatesRequest.Builder request) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> rankings().rankCandidates(request.build()));
  }

  private static CandidateStanding standing(Ranking ranking, String model) {
    return ranking.getCandidatesList().stream()
        .filter(candidate -> candidate.getModel().equals(model))
        .findFirst()
        .orElseThrow()
        .getStanding();
  }

  private static RankCandidatesRequest.Builder request() {
    return RankCandidatesRequest.newBuilder()
        .setChampion(BASELINE)
        .setDataset(CHOOSING)
        .setConfirmationDataset(JUDGED)
        .setCostMetric("fit_ms")
        .addMetrics(
            RankedMetric.newBuilder()
                .setMetric(ERROR)
                .setDirection(RankDirection.RANK_DIRECTION_DECREASE));
  }
}
