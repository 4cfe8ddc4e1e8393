package io.throughline.selection.waiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.Verdict;
import io.throughline.event.v1.Waiver;
import io.throughline.event.v1.WaiverState;
import io.throughline.selection.store.Transactions;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.v1.ApproveEvaluationRequest;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.v1.GetClearanceRequest;
import io.throughline.selection.v1.GrantWaiverRequest;
import io.throughline.selection.v1.ListWaiversRequest;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.selection.v1.RequestWaiverRequest;
import io.throughline.selection.v1.RevokeWaiverRequest;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WaiverTest extends GateTest {
  private static final Duration LONG = Duration.ofDays(30);

  @Inject Transactions transactions;

  /** A policy of its own for each test, so that waivers of one do not reach into another. */
  private String policy;

  @BeforeEach
  void makeTheCandidateWorse() {
    policy = STRICT.replace("policy: strict", "policy: waived-" + UUID.randomUUID());
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), 1));
  }

  @Test
  void letsAWaivedFailThroughLoudly() {
    Evaluation failed = evaluate(policy);
    Waiver asked = ask(failed, LONG);
    assertThat(clearance(failed).getCleared()).isFalse();

    Waiver granted = grant("boss", asked);

    assertThat(granted.getState()).isEqualTo(WaiverState.WAIVER_STATE_GRANTED);
    Clearance clearance = clearance(failed);
    assertThat(clearance.getCleared()).isTrue();
    assertThat(clearance.getWaived()).isTrue();
    assertThat(clearance.getVerdict()).isEqualTo(Verdict.VERDICT_FAIL);
    assertThat(clearance.getReason())
        .contains("WAIVED", "FAIL", "boss", "author", "legal deadline");
    Promotion promotion = promotions().promoteCandidate(promote(failed));
    assertThat(promotion.getWaiversList()).containsExactly(asked.getName());
    Evaluation later = evaluate(policy);
    assertThat(later.getVerdict()).isEqualTo(Verdict.VERDICT_ERROR);
  }

  @Test
  void showsTheWaiverBesideTheVerdictThatStands() {
    grant("boss", ask(evaluate(policy), LONG));

    Evaluation later = evaluate(policy);

    assertThat(later.getVerdict()).isEqualTo(Verdict.VERDICT_FAIL);
    assertThat(later.getChecks(0).getWaiver()).startsWith("experiments/e/waivers/");
    assertThat(clearance(later).getCleared()).isTrue();
  }

  @Test
  void tellsTheJournal() {
    Waiver waiver = grant("boss", ask(evaluate(policy), LONG));
    waivers("boss")
        .revokeWaiver(
            RevokeWaiverRequest.newBuilder()
                .setName(waiver.getName())
                .setReason("no more")
                .build());

    await()
        .untilAsserted(
            () -> {
              assertThat(
                      events()
                          .filter(Event::hasWaiverGranted)
                          .map(e -> e.getWaiverGranted().getWaiver().getName()))
                  .contains(waiver.getName());
              assertThat(
                      events()
                          .filter(Event::hasWaiverRevoked)
                          .map(e -> e.getWaiverRevoked().getWaiver()))
                  .contains(waiver.getName());
            });
  }

  @Test
  void refusesTheAuthorAsApprover() {
    Waiver asked = ask(evaluate(policy), LONG);

    StatusRuntimeException refused = failing(() -> grant("author", asked));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(Errors.reason(refused)).isEqualTo("APPROVER_IS_AUTHOR");
  }

  @Test
  void closesTheGateAgainWhenTheWaiverEnds() {
    Evaluation failed = evaluate(policy);
    Waiver waiver = grant("boss", ask(failed, LONG));
    assertThat(clearance(failed).getCleared()).isTrue();

    end(waiver);

    assertThat(clearance(failed).getCleared()).isFalse();
    assertThat(Errors.reason(failing(() -> promotions().promoteCandidate(promote(failed)))))
        .isEqualTo("NOT_PASSED");
    assertThat(state(waiver)).isEqualTo(WaiverState.WAIVER_STATE_EXPIRED);
  }

  @Test
  void closesTheGateAgainWhenTheWaiverIsTakenBack() {
    Evaluation failed = evaluate(policy);
    Waiver waiver = grant("boss", ask(failed, LONG));

    Waiver revoked =
        waivers("anybody")
            .revokeWaiver(
                RevokeWaiverRequest.newBuilder().setName(waiver.getName()).setReason("?").build());

    assertThat(revoked.getState()).isEqualTo(WaiverState.WAIVER_STATE_REVOKED);
    assertThat(clearance(failed).getCleared()).isFalse();
    assertThat(Errors.reason(failing(() -> grant("boss", waiver)))).isEqualTo("WAIVER_UNSUITABLE");
  }

  @Test
  void waivesOnlyWhatIsInTheWayAndNeverAnErrorOrTheQuality() {
    Evaluation several =
        evaluate(
            policy
                + """
                  - {id: useful, metric: squared_error, over: units, at_most: 1000}
                  - {id: unknown, metric: accuracy, over: units, at_least: 1}
                  - {id: sound, role: quality, metric: squared_error, over: units, at_most: 1}
                """);

    for (String check : new String[] {"useful", "unknown", "sound", "none"}) {
      assertThat(Errors.reason(failing(() -> ask(several, check, LONG))))
          .as(check)
          .isEqualTo("WAIVER_UNSUITABLE");
    }
  }

  @Test
  void needsAWaiverForEveryCheckThatIsInTheWay() {
    Evaluation two =
        evaluate(policy + "  - {id: useful, metric: squared_error, over: units, at_most: 1}\n");
    grant("boss", ask(two, LONG));

    assertThat(clearance(two).getCleared()).isFalse();
    assertThat(clearance(two).getBlockingChecksList()).containsExactly("useful");
    grant("boss", ask(two, "useful", LONG));
    assertThat(clearance(two).getCleared()).isTrue();
    assertThat(clearance(two).getWaiversList()).hasSize(2);
  }

  @Test
  void refusesAnEndThatIsPastOrTooFar() {
    Evaluation failed = evaluate(policy);

    for (Duration end : new Duration[] {Duration.ofSeconds(-1), Duration.ofDays(91)}) {
      assertThat(Errors.fields(failing(() -> ask(failed, end)))).containsExactly("expire_time");
    }
  }

  @Test
  void waitsForTheApprovalsThatThePolicyAsksFor() {
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), -1));
    Evaluation passed = evaluate(policy + "approvals: 2\n");
    assertThat(passed.getVerdict()).isEqualTo(Verdict.VERDICT_PASS);

    assertThat(Errors.reason(failing(() -> promotions().promoteCandidate(promote(passed)))))
        .isEqualTo("APPROVALS_MISSING");
    assertThat(Errors.reason(failing(() -> approve("test", passed))))
        .isEqualTo("APPROVER_IS_AUTHOR");
    approve("anna", passed);
    assertThat(approve("anna", passed).getCleared()).isFalse();
    Clearance clearance = approve("bert", passed);
    assertThat(clearance.getCleared()).isTrue();
    assertThat(clearance.getApproversList()).containsExactly("anna", "bert");
    assertThat(promotions().promoteCandidate(promote(passed)).getAlias()).isEqualTo(BASELINE);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        events()
                            .filter(Event::hasEvaluationApproved)
                            .map(Event::getEvaluationApproved)
                            .filter(e -> e.getEvaluation().equals(passed.getName())))
                    .hasSize(2));
  }

  /** As if the time were over. */
  private void end(Waiver waiver) {
    String id = waiver.getName().substring(waiver.getName().lastIndexOf('/') + 1);
    transactions
        .run(
            () ->
                WaiverRow.update(
                    "expireTime = ?1 where key.waiver = ?2", Instant.now().minusSeconds(1), id))
        .await()
        .indefinitely();
  }

  private Stream<Event> events() {
    return journal.received("experiments/e").stream()
        .map(Batch::getEventsList)
        .flatMap(Collection::stream)
        .distinct();
  }

  private WaiverState state(Waiver waiver) {
    return waivers("test")
        .listWaivers(
            ListWaiversRequest.newBuilder()
                .setExperiment("experiments/e")
                .setCandidate(CANDIDATE)
                .build())
        .getWaiversList()
        .stream()
        .filter(found -> found.getName().equals(waiver.getName()))
        .findFirst()
        .orElseThrow()
        .getState();
  }

  private Clearance approve(String subject, Evaluation evaluation) {
    return promotions(subject)
        .approveEvaluation(
            ApproveEvaluationRequest.newBuilder().setEvaluation(evaluation.getName()).build());
  }

  private Waiver ask(Evaluation evaluation, Duration end) {
    return ask(evaluation, "better", end);
  }

  private Waiver ask(Evaluation evaluation, String check, Duration end) {
    return waivers("author")
        .requestWaiver(
            RequestWaiverRequest.newBuilder()
                .setEvaluation(evaluation.getName())
                .setCheck(check)
                .setReason("a legal deadline; the old model must go")
                .setExpireTime(Timestamps.fromMillis(Instant.now().plus(end).toEpochMilli()))
                .build());
  }

  private Waiver grant(String subject, Waiver waiver) {
    return waivers(subject)
        .grantWaiver(GrantWaiverRequest.newBuilder().setName(waiver.getName()).build());
  }

  private Clearance clearance(Evaluation evaluation) {
    return promotions()
        .getClearance(GetClearanceRequest.newBuilder().setEvaluation(evaluation.getName()).build());
  }

  private static PromoteCandidateRequest promote(Evaluation evaluation) {
    return PromoteCandidateRequest.newBuilder()
        .setRequestId(UUID.randomUUID().toString())
        .setEvaluation(evaluation.getName())
        .build();
  }

  private static StatusRuntimeException failing(Supplier<?> call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::get);
  }
}
