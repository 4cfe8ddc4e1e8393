package io.throughline.server.access;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Inject;

/** Lets a gRPC call in where its token has the permission that its method declares. */
@ApplicationScoped
@GlobalInterceptor
public class AccessInterceptor implements ServerInterceptor, Prioritized {
  /** Names the tenant, where a token covers every tenant. */
  public static final Metadata.Key<String> TENANT =
      Metadata.Key.of("throughline-tenant", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int BEFORE_VALIDATION = 100;

  private final Tokens tokens;

  @Inject
  public AccessInterceptor(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    try {
      Caller caller = tokens.caller(headers.get(AUTHORIZATION), headers.get(TENANT));
      caller.require(DeclaredPermissions.of(call.getMethodDescriptor()));
      return Contexts.interceptCall(
          Context.current().withValue(Caller.KEY, caller), call, headers, next);
    } catch (Failure failure) {
      call.close(failure.getStatus(), failure.getTrailers());
      return new ServerCall.Listener<>() {};
    }
  }

  @Override
  public int getPriority() {
    return BEFORE_VALIDATION;
  }
}
