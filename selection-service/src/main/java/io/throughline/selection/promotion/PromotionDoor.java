package io.throughline.selection.promotion;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.selection.evaluation.EvaluationStore;
import io.throughline.selection.v1.ApproveEvaluationRequest;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.v1.GetClearanceRequest;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.selection.v1.PromotionService;
import io.throughline.server.access.Caller;

/** The door of promotions. */
@GrpcService
public class PromotionDoor implements PromotionService {
  private final Promoter promoter;
  private final EvaluationStore evaluations;
  private final Clearances clearances;
  private final Approvals approvals;

  PromotionDoor(
      Promoter promoter, EvaluationStore evaluations, Clearances clearances, Approvals approvals) {
    this.promoter = promoter;
    this.evaluations = evaluations;
    this.clearances = clearances;
    this.approvals = approvals;
  }

  @Override
  public Uni<Clearance> getClearance(GetClearanceRequest request) {
    String tenant = Caller.current().oneTenant();
    return evaluations
        .row(tenant, request.getEvaluation())
        .flatMap(row -> clearances.of(tenant, EvaluationStore.parse(row)));
  }

  @Override
  public Uni<Clearance> approveEvaluation(ApproveEvaluationRequest request) {
    Caller caller = Caller.current();
    String tenant = caller.oneTenant();
    return evaluations
        .row(tenant, request.getEvaluation())
        .map(EvaluationStore::parse)
        .flatMap(
            evaluation ->
                approvals
                    .approve(tenant, evaluation, caller.subject(), request.getComment())
                    .flatMap(done -> clearances.of(tenant, evaluation)));
  }

  @Override
  public Uni<Promotion> promoteCandidate(PromoteCandidateRequest request) {
    return promoter.promote(Caller.current().oneTenant(), request);
  }
}
