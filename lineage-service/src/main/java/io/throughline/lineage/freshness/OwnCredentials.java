package io.throughline.lineage.freshness;

import io.grpc.CallCredentials;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.server.access.Caller;
import io.throughline.server.peer.ServiceToken;
import java.util.concurrent.Executor;

/** The service's own token, as it is when a call is made: tokens of a cluster rotate. */
final class OwnCredentials extends CallCredentials {
  private final ServiceToken token;

  OwnCredentials(ServiceToken token) {
    this.token = token;
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    try {
      token.credentials(Caller.EVERY_TENANT).applyRequestMetadata(request, executor, applier);
    } catch (StatusRuntimeException unreadable) {
      applier.fail(Status.UNAVAILABLE.withDescription(unreadable.getMessage()));
    }
  }
}
