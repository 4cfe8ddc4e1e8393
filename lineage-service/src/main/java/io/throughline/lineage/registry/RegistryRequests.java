package io.throughline.lineage.registry;

import io.throughline.event.v1.AliasMoveRequested;
import io.throughline.event.v1.CreationRequested;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelVersionRequested;
import io.throughline.event.v1.PromotionRequested;
import io.throughline.lineage.v1.CreateModelVersionRequest;
import io.throughline.lineage.v1.CreateRegisteredModelRequest;
import io.throughline.lineage.v1.MoveAliasRequest;
import io.throughline.lineage.v1.PromoteModelRequest;

/** What a call of the registry asks for, as an event of the journal. */
final class RegistryRequests {
  private static final int RULES = 1;

  private RegistryRequests() {}

  static Event event(CreateRegisteredModelRequest request) {
    return Event.newBuilder()
        .setCreationRequested(
            CreationRequested.newBuilder()
                .setRequestId(request.getRequestId())
                .setRulesVersion(RULES)
                .setRegisteredModel(request.getRegisteredModel()))
        .build();
  }

  static Event event(CreateModelVersionRequest request) {
    return Event.newBuilder()
        .setModelVersionRequested(
            ModelVersionRequested.newBuilder()
                .setRequestId(request.getRequestId())
                .setRulesVersion(RULES)
                .setRegisteredModel(request.getRegisteredModel())
                .setModel(request.getModel()))
        .build();
  }

  static Event event(MoveAliasRequest request) {
    AliasMoveRequested.Builder move =
        AliasMoveRequested.newBuilder()
            .setRequestId(request.getRequestId())
            .setRulesVersion(RULES)
            .setAlias(request.getAlias())
            .setModelVersion(request.getModelVersion());
    if (request.hasExpectedVersion()) {
      move.setExpectedVersion(request.getExpectedVersion());
    }
    return Event.newBuilder().setAliasMoveRequested(move).build();
  }

  static Event event(PromoteModelRequest request) {
    return Event.newBuilder()
        .setPromotionRequested(
            PromotionRequested.newBuilder()
                .setRequestId(request.getRequestId())
                .setRulesVersion(RULES)
                .setModelVersion(request.getModelVersion())
                .setExpectedChampion(request.getExpectedChampion())
                .setEvaluation(request.getEvaluation())
                .addAllWaivers(request.getWaiversList()))
        .build();
  }
}
