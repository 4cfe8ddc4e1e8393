package io.throughline.selection.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.v1.GetEvaluationRequest;
import io.throughline.selection.v1.GetPolicyVersionRequest;
import io.throughline.selection.v1.ReplayPolicyRequest;
import io.throughline.selection.v1.ReplayedEvaluation;
import io.throughline.selection.v1.ReproduceEvaluationRequest;
import io.throughline.selection.v1.Reproduction;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReplayTest extends GateTest {
  private static final String HERE = "experiments/replayed/models/new";

  @Test
  void saysWhatAnotherPolicyWouldHaveSaid() {
    lineage.model(HERE, "");
    double[] old = noise(1, UNITS, 10);
    lineage.scores(HERE, JUDGED, ERROR, plus(old, -1));
    String policy = STRICT.replace("policy: strict", "policy: replayed");
    Evaluation good = evaluate(request(put(policy).getName()).setCandidate(HERE).build());
    lineage.scores(HERE, JUDGED, ERROR, plus(old, 0.5));
    Evaluation bad = evaluate(request(put(policy).getName()).setCandidate(HERE).build());

    List<ReplayedEvaluation> milder =
        replay(policy.replace("better_by_at_least: 0", "worse_by_at_most: 2"));
    List<ReplayedEvaluation> other = replay(policy.replace(ERROR, "accuracy"));

    assertThat(milder)
        .extracting(ReplayedEvaluation::getEvaluation)
        .containsExactly(good.getName(), bad.getName());
    assertThat(milder)
        .extracting(ReplayedEvaluation::getVerdict)
        .containsExactly(Verdict.VERDICT_PASS, Verdict.VERDICT_FAIL);
    assertThat(milder)
        .extracting(ReplayedEvaluation::getReplayedVerdict)
        .containsOnly(Verdict.VERDICT_PASS);
    assertThat(other)
        .allSatisfy(
            one -> {
              assertThat(one.getReplayedVerdict()).isEqualTo(Verdict.VERDICT_ERROR);
              assertThat(one.getReplayedReason()).contains("did not look at 'accuracy'");
            });
  }

  @Test
  void reproducesAnEvaluationFromItsOwnEvidence() {
    Evaluation then = evaluate(STRICT);
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), 1));

    Reproduction again =
        evaluations()
            .reproduceEvaluation(
                ReproduceEvaluationRequest.newBuilder().setName(then.getName()).build());

    assertThat(again.getDifferencesList()).isEmpty();
    assertThat(again.getReproduced()).isTrue();
    assertThat(again.getRecomputed()).isEqualTo(then);
  }

  @Test
  void namesEachNumberThatDiffersInTheTwelfthDigit() {
    Evaluation then = evaluate(STRICT);
    Evaluation.Builder now = then.toBuilder();
    double estimate = now.getChecks(0).getEstimate();
    now.getChecksBuilder(0).setEstimate(estimate * (1 + 1e-14));
    assertThat(Differences.of(then, now.build())).isEmpty();

    now.getChecksBuilder(0).setEstimate(estimate * (1 + 1e-10));
    now.setVerdict(Verdict.VERDICT_FAIL);

    assertThat(Differences.of(then, now.build()))
        .hasSize(2)
        .anySatisfy(text -> assertThat(text).startsWith("verdict: was VERDICT_PASS"))
        .anySatisfy(text -> assertThat(text).startsWith("check 'better', estimate: was "));
  }

  @Test
  void storesNothingOfADryRun() {
    String policy = STRICT.replace("policy: strict", "policy: dry");

    Evaluation dry = evaluate(request("").setPolicyYaml(policy).setDryRun(true).build());

    assertThat(dry.getVerdict()).isEqualTo(Verdict.VERDICT_PASS);
    assertThat(dry.getName()).endsWith("/evaluations/dry-run");
    assertThat(
            missing(
                () ->
                    evaluations()
                        .getEvaluation(
                            GetEvaluationRequest.newBuilder().setName(dry.getName()).build())))
        .isTrue();
    assertThat(
            missing(
                () ->
                    policies()
                        .getPolicyVersion(
                            GetPolicyVersionRequest.newBuilder().setName("policies/dry").build())))
        .isTrue();
  }

  @Test
  void refusesATextThatWouldBeStored() {
    StatusRuntimeException refused = failing(request("").setPolicyYaml(STRICT));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private List<ReplayedEvaluation> replay(String yaml) {
    return policies()
        .replayPolicy(
            ReplayPolicyRequest.newBuilder()
                .setPolicyYaml(yaml)
                .setExperiment("experiments/replayed")
                .setEvaluatedBy("policies/replayed")
                .build())
        .getEvaluationsList();
  }

  private static boolean missing(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus().getCode()
        == Status.Code.NOT_FOUND;
  }
}
