package io.throughline.housevaluation.mesh;

import io.grpc.ManagedChannel;
import io.throughline.client.Connection;
import io.throughline.client.Retry;
import io.throughline.client.UuidV7;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.EvaluationServiceGrpc;
import io.throughline.selection.v1.PolicyServiceGrpc;
import io.throughline.selection.v1.PolicyVersion;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.selection.v1.PromotionServiceGrpc;
import io.throughline.selection.v1.PutPolicyRequest;
import java.util.concurrent.TimeUnit;

/** Says whether a model may replace the champion, by policies that it is given. */
public final class Gate implements AutoCloseable {

  private static final long ATTEMPT_SECONDS = 60;

  private final ManagedChannel channel;
  private final Retry retry;

  /** A gate of the selection service. */
  public Gate(Connection selection) {
    this.channel = selection.open();
    this.retry = new Retry(channel, selection.patience());
  }

  /** Stores a policy of this example; the same text again stays the same version. */
  public PolicyVersion upload(String fileName) {
    PutPolicyRequest request =
        PutPolicyRequest.newBuilder().setYaml(Texts.read("/policies/" + fileName)).build();
    return retry.call(
        () ->
            PolicyServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
                .putPolicy(request));
  }

  /**
   * Evaluates a model.
   *
   * @param position what the gate must have seen before it judges
   * @param trial the trial in which it was tried; empty: none
   */
  public Evaluation evaluate(String policyVersion, String model, String position, String trial) {
    EvaluateCandidateRequest request =
        EvaluateCandidateRequest.newBuilder()
            .setRequestId(UuidV7.next().toString())
            .setPolicy(policyVersion)
            .setCandidate(model)
            .setPosition(position)
            .setTrial(trial)
            .build();
    return retry.call(
        () ->
            EvaluationServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
                .evaluateCandidate(request));
  }

  /** Makes the candidate of an evaluation that passed the champion. */
  public Promotion promote(Evaluation evaluation) {
    PromoteCandidateRequest request =
        PromoteCandidateRequest.newBuilder()
            .setRequestId(UuidV7.next().toString())
            .setEvaluation(evaluation.getName())
            .build();
    return retry.call(
        () ->
            PromotionServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
                .promoteCandidate(request));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
