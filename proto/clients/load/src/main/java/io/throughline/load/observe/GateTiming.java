package io.throughline.load.observe;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.EvaluationServiceGrpc;
import io.throughline.selection.v1.EvaluationServiceGrpc.EvaluationServiceBlockingStub;
import io.throughline.selection.v1.ListEvaluationsRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long the gate takes to evaluate again, without storing it, what the example has asked. */
final class GateTiming {
  private static final String EXPERIMENT = "experiments/house-valuation";
  private static final long DEADLINE_SECONDS = 60;
  private static final int WARM = 10;
  private static final int TIMES = 40;

  private GateTiming() {}

  /**
   * Times of the example's first evaluation, which compares two models over real sales, in
   * microseconds; empty where the example was not run.
   */
  static Optional<Histogram> measure(ManagedChannel selection) {
    EvaluationServiceBlockingStub gate = EvaluationServiceGrpc.newBlockingStub(selection);
    List<Evaluation> asked;
    try {
      asked =
          gate.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .listEvaluations(
                  ListEvaluationsRequest.newBuilder().setExperiment(EXPERIMENT).build())
              .getEvaluationsList();
    } catch (StatusRuntimeException none) {
      return Optional.empty();
    }
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Evaluation first = asked.get(asked.size() - 1);
    EvaluateCandidateRequest request =
        EvaluateCandidateRequest.newBuilder()
            .setPolicy(first.getPolicyVersion())
            .setCandidate(first.getCandidate())
            .setDryRun(true)
            .build();
    Histogram times = new Histogram(3);
    for (int i = -WARM; i < TIMES; i++) {
      long start = System.nanoTime();
      Evaluation unused =
          gate.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).evaluateCandidate(request);
      if (i >= 0) {
        times.recordValue((System.nanoTime() - start) / 1000);
      }
    }
    return Optional.of(times);
  }
}
