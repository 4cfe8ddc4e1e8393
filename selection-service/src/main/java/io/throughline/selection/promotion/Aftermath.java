package io.throughline.selection.promotion;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.selection.outbox.Outbox;
import io.throughline.selection.outbox.Sender;
import io.throughline.selection.store.Transactions;
import io.throughline.selection.v1.DeploymentStart;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.selection.webhook.Notices;
import io.throughline.server.name.ResourceName;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What follows a promotion that was granted: its deployment begins, and webhooks are told.
 * Repeating the request repeats neither: a deployment is written once, and a promotion is told
 * once.
 */
@ApplicationScoped
public class Aftermath {
  private final Transactions transactions;
  private final Outbox outbox;
  private final Sender sender;
  private final Notices notices;

  Aftermath(Transactions transactions, Outbox outbox, Sender sender, Notices notices) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.sender = sender;
    this.notices = notices;
  }

  Uni<Void> of(
      String tenant, PromoteCandidateRequest request, Evaluation evaluation, Promotion promotion) {
    return transactions
        .run(
            () ->
                (request.hasDeployment()
                        ? deployment(tenant, request.getDeployment(), evaluation, promotion)
                        : Uni.createFrom().voidItem())
                    .flatMap(
                        done ->
                            notices.queue(
                                tenant,
                                Notices.CANDIDATE_PROMOTED,
                                "promotions/" + request.getRequestId(),
                                promotion)))
        .invoke(sender::wake);
  }

  private Uni<Void> deployment(
      String tenant, DeploymentStart start, Evaluation evaluation, Promotion promotion) {
    Event event =
        Event.newBuilder()
            .setModelDeployed(
                ModelDeployed.newBuilder()
                    .setName(start.getName())
                    .setModel(evaluation.getCandidate())
                    .setModelVersion(promotion.getModelVersion())
                    .setPhase(start.getPhase())
                    .setTrafficShare(start.getTrafficShare())
                    .setReplaces(start.getReplaces()))
            .build();
    String scope = ResourceName.parse(start.getName()).scope().toString();
    return outbox.add(tenant, scope, event);
  }
}
