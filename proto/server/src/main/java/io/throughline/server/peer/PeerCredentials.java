package io.throughline.server.peer;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.throughline.server.access.AccessInterceptor;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Puts a bearer token, and where needed a tenant, on the calls of a stub. */
public final class PeerCredentials extends CallCredentials {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Supplier<String> bearer;
  private final String tenant;

  private PeerCredentials(Supplier<String> bearer, String tenant) {
    this.bearer = bearer;
    this.tenant = tenant;
  }

  /**
   * Calls on behalf of somebody, with their own token: what they may not do, we do not do for them.
   */
  public static PeerCredentials forwarding(Caller caller) {
    return new PeerCredentials(caller::bearer, caller.tenant());
  }

  static PeerCredentials of(Supplier<String> bearer, String tenant) {
    return new PeerCredentials(bearer, tenant);
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    Metadata headers = new Metadata();
    try {
      headers.put(AUTHORIZATION, "Bearer " + bearer.get());
    } catch (Failure failure) {
      applier.fail(failure.getStatus());
      return;
    }
    headers.put(AccessInterceptor.TENANT, tenant);
    applier.apply(headers);
  }
}
