package io.throughline.selection.evaluation;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.EvaluationService;
import io.throughline.selection.v1.GetEvaluationRequest;
import io.throughline.selection.v1.ListEvaluationsRequest;
import io.throughline.selection.v1.ListEvaluationsResponse;
import io.throughline.selection.v1.ReproduceEvaluationRequest;
import io.throughline.selection.v1.Reproduction;
import io.throughline.server.access.Caller;
import io.throughline.server.name.Scope;

/** The door of evaluations. */
@GrpcService
public class EvaluationDoor implements EvaluationService {
  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Evaluator evaluator;
  private final EvaluationMetrics metrics;
  private final EvaluationStore store;
  private final Reproducer reproducer;

  EvaluationDoor(
      Evaluator evaluator,
      EvaluationMetrics metrics,
      EvaluationStore store,
      Reproducer reproducer) {
    this.evaluator = evaluator;
    this.metrics = metrics;
    this.store = store;
    this.reproducer = reproducer;
  }

  @Override
  public Uni<Reproduction> reproduceEvaluation(ReproduceEvaluationRequest request) {
    return reproducer.reproduce(Caller.current().oneTenant(), request.getName());
  }

  @Override
  public Uni<Evaluation> evaluateCandidate(EvaluateCandidateRequest request) {
    return metrics.measured(evaluator.evaluate(Caller.current(), request));
  }

  @Override
  public Uni<Evaluation> getEvaluation(GetEvaluationRequest request) {
    return store.row(Caller.current().oneTenant(), request.getName()).map(EvaluationStore::parse);
  }

  @Override
  public Uni<ListEvaluationsResponse> listEvaluations(ListEvaluationsRequest request) {
    int size =
        Math.min(request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize(), LARGEST_PAGE);
    return store
        .list(
            Caller.current().oneTenant(),
            Scope.parse(request.getExperiment()).id(),
            request.getCandidate(),
            request.getPageToken(),
            size + 1)
        .map(
            found -> {
              ListEvaluationsResponse.Builder page = ListEvaluationsResponse.newBuilder();
              found.stream().limit(size).map(EvaluationStore::parse).forEach(page::addEvaluations);
              if (found.size() > size) {
                page.setNextPageToken(found.get(size - 1).key.evaluation());
              }
              return page.build();
            });
  }
}
