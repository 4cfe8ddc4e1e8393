package io.throughline.selection.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.server.testing.Errors;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PromotionTest extends GateTest {

  @Test
  void givesThePassedCandidateTheNextVersionAndTheAlias() {
    Evaluation passed = evaluate(STRICT);

    Promotion promotion = promotions().promoteCandidate(request(passed).build());

    assertThat(promotion.getModelVersion()).isEqualTo(REGISTERED + "/versions/2");
    assertThat(promotion.getPreviousVersion()).isEqualTo(REGISTERED + "/versions/1");
    assertThat(promotion.getAlias()).isEqualTo(BASELINE);
    assertThat(promotion.getPosition()).isEqualTo("1:9");
  }

  @Test
  void keepsTheVersionThatTheCandidateHas() {
    lineage.version(REGISTERED + "/versions/3", CANDIDATE);

    Promotion promotion = promotions().promoteCandidate(request(evaluate(STRICT)).build());

    assertThat(promotion.getModelVersion()).isEqualTo(REGISTERED + "/versions/3");
  }

  @Test
  void promotesNothingButAPass() {
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), 0));
    Evaluation inconclusive = evaluate(STRICT);

    StatusRuntimeException refused = failing(request(inconclusive));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(Errors.reason(refused)).isEqualTo("NOT_PASSED");
    assertThat(Errors.metadata(refused, "verdict")).isEqualTo("INCONCLUSIVE");
  }

  @Test
  void refusesWhereTheChampionHasMoved() {
    Evaluation passed = evaluate(STRICT);
    lineage.champion(REGISTERED, "5", "experiments/e/models/third");

    StatusRuntimeException refused = failing(request(passed));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(Errors.reason(refused)).isEqualTo("STALE_BASELINE");
  }

  @Test
  void refusesAVersionOfAnotherModelOrAnotherRegisteredModel() {
    Evaluation passed = evaluate(STRICT);
    lineage.version("registeredModels/flats/versions/1", CANDIDATE);

    assertThat(Errors.reason(failing(request(passed).setModelVersion(REGISTERED + "/versions/1"))))
        .isEqualTo("STATE_UNSUITABLE");
    assertThat(
            Errors.reason(
                failing(request(passed).setModelVersion("registeredModels/flats/versions/1"))))
        .isEqualTo("STATE_UNSUITABLE");
  }

  @Test
  void refusesWhereNothingSaysWhoseChampionItShouldBe() {
    Evaluation passed =
        evaluate(
            """
            policy: absolute
            checks:
              - {id: useful, metric: squared_error, over: units, at_most: 20}
            """);

    assertThat(Errors.reason(failing(request(passed)))).isEqualTo("STATE_UNSUITABLE");
  }

  @Test
  void refusesAnUnknownEvaluation() {
    StatusRuntimeException refused =
        failing(
            PromoteCandidateRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setEvaluation("experiments/e/evaluations/none"));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  private StatusRuntimeException failing(PromoteCandidateRequest.Builder request) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> promotions().promoteCandidate(request.build()));
  }

  private static PromoteCandidateRequest.Builder request(Evaluation evaluation) {
    return PromoteCandidateRequest.newBuilder()
        .setRequestId(UUID.randomUUID().toString())
        .setEvaluation(evaluation.getName());
  }
}
