package io.throughline.selection.promotion;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.selection.v1.PromotionService;
import io.throughline.server.access.Caller;

/** The door of promotions. */
@GrpcService
public class PromotionDoor implements PromotionService {
  private final Promoter promoter;

  PromotionDoor(Promoter promoter) {
    this.promoter = promoter;
  }

  @Override
  public Uni<Promotion> promoteCandidate(PromoteCandidateRequest request) {
    return promoter.promote(Caller.current().oneTenant(), request);
  }
}
