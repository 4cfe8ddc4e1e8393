package io.throughline.selection.webhook;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.selection.v1.DeleteWebhookRequest;
import io.throughline.selection.v1.DeleteWebhookResponse;
import io.throughline.selection.v1.ListDeliveriesRequest;
import io.throughline.selection.v1.ListDeliveriesResponse;
import io.throughline.selection.v1.ListWebhooksRequest;
import io.throughline.selection.v1.ListWebhooksResponse;
import io.throughline.selection.v1.PutWebhookRequest;
import io.throughline.selection.v1.Webhook;
import io.throughline.selection.v1.WebhookService;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import java.util.Optional;

/** The door of webhooks. */
@GrpcService
public class WebhookDoor implements WebhookService {
  private final AddressGuard guard;
  private final Webhooks webhooks;

  WebhookDoor(AddressGuard guard, Webhooks webhooks) {
    this.guard = guard;
    this.webhooks = webhooks;
  }

  @Override
  public Uni<Webhook> putWebhook(PutWebhookRequest request) {
    Caller caller = Caller.current();
    Optional<String> fault = guard.fault(request.getUrl());
    if (fault.isPresent()) {
      throw Failure.of(ErrorReason.ERROR_REASON_WEBHOOK_ADDRESS_REFUSED, "url: " + fault.get())
          .violation("url", fault.get());
    }
    return webhooks.put(caller.oneTenant(), request, caller.subject());
  }

  @Override
  public Uni<ListWebhooksResponse> listWebhooks(ListWebhooksRequest request) {
    return webhooks
        .list(Caller.current().oneTenant())
        .map(found -> ListWebhooksResponse.newBuilder().addAllWebhooks(found).build());
  }

  @Override
  public Uni<DeleteWebhookResponse> deleteWebhook(DeleteWebhookRequest request) {
    return webhooks
        .delete(Caller.current().oneTenant(), request.getId())
        .replaceWith(DeleteWebhookResponse.getDefaultInstance());
  }

  @Override
  public Uni<ListDeliveriesResponse> listDeliveries(ListDeliveriesRequest request) {
    return webhooks
        .deliveries(Caller.current().oneTenant(), request.getId())
        .map(found -> ListDeliveriesResponse.newBuilder().addAllDeliveries(found).build());
  }
}
