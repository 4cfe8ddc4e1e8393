package io.throughline.server.access;

import io.throughline.access.v1.Permission;
import io.throughline.server.status.Failure;
import io.throughline.server.status.FailureMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Lets a REST call in where its token has the permission that its route declares. */
@Provider
@ApplicationScoped
public class AccessFilter implements ContainerRequestFilter {
  @Context ResourceInfo route;

  private final Tokens tokens;

  @Inject
  public AccessFilter(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    try {
      Caller caller =
          tokens.caller(
              request.getHeaderString(HttpHeaders.AUTHORIZATION),
              request.getHeaderString(AccessInterceptor.TENANT.name()));
      caller.require(declared());
      request.setProperty(Caller.PROPERTY, caller);
    } catch (Failure failure) {
      request.abortWith(FailureMapper.toResponse(failure));
    }
  }

  private Permission declared() {
    Needs needs = route.getResourceMethod().getAnnotation(Needs.class);
    if (needs == null) {
      needs = route.getResourceClass().getAnnotation(Needs.class);
    }
    return needs == null ? Permission.PERMISSION_UNSPECIFIED : needs.value();
  }
}
