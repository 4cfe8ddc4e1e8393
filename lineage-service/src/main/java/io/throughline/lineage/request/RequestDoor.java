package io.throughline.lineage.request;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.v1.GetOutcomeRequest;
import io.throughline.lineage.v1.Outcome;
import io.throughline.lineage.v1.RequestRefusal;
import io.throughline.lineage.v1.RequestService;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import java.util.Locale;

/** The door to outcomes. */
@GrpcService
public class RequestDoor implements RequestService {
  private final Freshness freshness;
  private final Outcomes outcomes;

  RequestDoor(Freshness freshness, Outcomes outcomes) {
    this.freshness = freshness;
    this.outcomes = outcomes;
  }

  @Override
  public Uni<Outcome> getOutcome(GetOutcomeRequest request) {
    String tenant = Caller.current().oneTenant();
    String id = request.getRequestId().toLowerCase(Locale.ROOT);
    return freshness
        .await(request.getPosition())
        .chain(() -> outcomes.find(tenant, request.getScope(), id))
        .map(
            found ->
                message(
                    request.getRequestId(),
                    found.orElseThrow(() -> Failure.notFound("outcome", request.getRequestId()))));
  }

  private static Outcome message(String requestId, Outcomes.Found found) {
    Outcome.Builder outcome =
        Outcome.newBuilder().setRequestId(requestId).setPosition(found.position().toString());
    Decision decision = found.decision();
    return decision.isGranted()
        ? outcome.setGranted(decision.granted()).build()
        : outcome
            .setRefused(
                RequestRefusal.newBuilder()
                    .setReason(decision.reason())
                    .setMessage(decision.message()))
            .build();
  }
}
