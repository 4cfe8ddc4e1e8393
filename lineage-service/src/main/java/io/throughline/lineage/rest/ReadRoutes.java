package io.throughline.lineage.rest;

import io.grpc.MethodDescriptor.MethodType;
import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.server.access.Caller;
import io.throughline.server.access.Needs;
import io.throughline.server.status.Failure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Every read that answers with one message. */
@Path("/v1/{path:.+}")
@Needs(Permission.PERMISSION_READ)
public class ReadRoutes {
  private final Routes routes;
  private final Doors doors;

  ReadRoutes(Routes routes, Doors doors) {
    this.routes = routes;
    this.doors = doors;
  }

  /**
   * The answer as JSON.
   *
   * @throws Failure NOT_FOUND, FIELDS_INVALID, and what the method itself refuses
   */
  @GET
  @Operation(hidden = true)
  public Uni<Response> read(
      @PathParam("path") String path, @Context UriInfo uri, @Context Request request) {
    Route.Match match = routes.find("v1/" + path);
    if (match.route().method().getType() != MethodType.UNARY) {
      throw Failure.notFound("path", uri.getPath());
    }
    return doors
        .call(
            Caller.current(),
            match.route(),
            Requests.of(match.route().request(), match.variables(), uri.getQueryParameters()))
        .map(message -> Json.of(message, request));
  }
}
