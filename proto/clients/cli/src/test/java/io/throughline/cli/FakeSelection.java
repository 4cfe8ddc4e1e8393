package io.throughline.cli;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.EvaluationServiceGrpc;
import io.throughline.selection.v1.GetClearanceRequest;
import io.throughline.selection.v1.LintPolicyRequest;
import io.throughline.selection.v1.LintPolicyResponse;
import io.throughline.selection.v1.PolicyCase;
import io.throughline.selection.v1.PolicyFault;
import io.throughline.selection.v1.PolicyServiceGrpc;
import io.throughline.selection.v1.PolicyVersion;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.selection.v1.PromotionServiceGrpc;
import io.throughline.selection.v1.PutPolicyRequest;
import io.throughline.selection.v1.ReplayPolicyRequest;
import io.throughline.selection.v1.ReplayPolicyResponse;
import io.throughline.selection.v1.ReplayedEvaluation;
import io.throughline.selection.v1.TestPolicyRequest;
import io.throughline.selection.v1.TestPolicyResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** selection-service's side of the wire: answers as a test says, and remembers what was asked. */
final class FakeSelection implements AutoCloseable {
  volatile Verdict verdict = Verdict.VERDICT_PASS;
  volatile int away;

  /** From this question on the verdict is PASS. */
  volatile int passesFrom = Integer.MAX_VALUE;

  volatile boolean waived;
  final List<EvaluateCandidateRequest> asked = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  final List<String> promoted = new CopyOnWriteArrayList<>();
  private final Server server;

  FakeSelection() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("localhost", 0))
            .addService(ServerInterceptors.intercept(new Evaluations(), new Listening()))
            .addService(new Policies())
            .addService(new Promotions())
            .build()
            .start();
  }

  String address() {
    return "localhost:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private Evaluation evaluation(EvaluateCandidateRequest request) {
    verdict = asked.size() >= passesFrom ? Verdict.VERDICT_PASS : verdict;
    return Evaluation.newBuilder()
        .setName("experiments/e/evaluations/1")
        .setCandidate(request.getCandidate())
        .setPolicyVersion("policies/p/versions/1")
        .setVerdict(verdict)
        .setReason("because")
        .addChecks(
            CheckResult.newBuilder()
                .setCheck("as-accurate")
                .setMetric("rmse")
                .setRule("candidate − champion below 0")
                .setVerdict(verdict)
                .setEstimate(-0.0123456)
                .setLower(-0.02)
                .setUpper(-0.005)
                .setConfidenceLevel(0.95)
                .setMargin(0)
                .setN(341)
                .setReasonCode("SOME_REASON")
                .setMessage("the numbers say so")
                .setNextStep("measure more"))
        .build();
  }

  private final class Evaluations extends EvaluationServiceGrpc.EvaluationServiceImplBase {
    @Override
    public void evaluateCandidate(
        EvaluateCandidateRequest request, StreamObserver<Evaluation> answer) {
      asked.add(request);
      if (asked.size() <= away) {
        answer.onError(Status.UNAVAILABLE.withDescription("not there yet").asRuntimeException());
        return;
      }
      answer.onNext(evaluation(request));
      answer.onCompleted();
    }
  }

  private static final class Policies extends PolicyServiceGrpc.PolicyServiceImplBase {
    @Override
    public void testPolicy(TestPolicyRequest request, StreamObserver<TestPolicyResponse> answer) {
      boolean differs = request.getCasesYaml().contains("differs");
      answer.onNext(
          TestPolicyResponse.newBuilder()
              .setPassed(!differs)
              .addCases(
                  PolicyCase.newBuilder()
                      .setName("one")
                      .setPassed(!differs)
                      .setVerdict(Verdict.VERDICT_FAIL)
                      .addDifferences("the verdict is FAIL"))
              .build());
      answer.onCompleted();
    }

    @Override
    public void replayPolicy(
        ReplayPolicyRequest request, StreamObserver<ReplayPolicyResponse> answer) {
      answer.onNext(
          ReplayPolicyResponse.newBuilder()
              .addEvaluations(
                  ReplayedEvaluation.newBuilder()
                      .setCandidate("experiments/e/models/m" + request.getPageToken())
                      .setVerdict(Verdict.VERDICT_PASS)
                      .setReplayedVerdict(Verdict.VERDICT_FAIL)
                      .setReplayedReason("stricter"))
              .setNextPageToken(request.getPageToken().isEmpty() ? "2" : "")
              .build());
      answer.onCompleted();
    }

    @Override
    public void putPolicy(PutPolicyRequest request, StreamObserver<PolicyVersion> answer) {
      answer.onNext(PolicyVersion.newBuilder().setName("policies/stored/versions/7").build());
      answer.onCompleted();
    }

    @Override
    public void lintPolicy(LintPolicyRequest request, StreamObserver<LintPolicyResponse> answer) {
      LintPolicyResponse.Builder found = LintPolicyResponse.newBuilder();
      if (request.getYaml().contains("wrong")) {
        found.addFaults(
            PolicyFault.newBuilder().setField("checks").setDescription("missing").setLine(3));
      }
      answer.onNext(found.build());
      answer.onCompleted();
    }
  }

  private final class Promotions extends PromotionServiceGrpc.PromotionServiceImplBase {
    @Override
    public void getClearance(GetClearanceRequest request, StreamObserver<Clearance> answer) {
      answer.onNext(
          Clearance.newBuilder()
              .setEvaluation(request.getEvaluation())
              .setVerdict(verdict)
              .setCleared(waived)
              .setWaived(waived)
              .setReason("WAIVED, though the verdict is " + verdict)
              .build());
      answer.onCompleted();
    }

    @Override
    public void promoteCandidate(
        PromoteCandidateRequest request, StreamObserver<Promotion> answer) {
      promoted.add(request.getEvaluation());
      answer.onNext(
          Promotion.newBuilder()
              .setAlias("registeredModels/r/aliases/champion")
              .setModelVersion("registeredModels/r/versions/2")
              .build());
      answer.onCompleted();
    }
  }

  private final class Listening implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      authorizations.add(
          String.valueOf(
              headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER))));
      return next.startCall(call, headers);
    }
  }
}
