package io.throughline.server.access;

import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.server.status.Failure;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Routes that behave in every way that a route can. */
@Path("/test")
public class TestRoutes {

  @GET
  @Path("/good")
  @Needs(Permission.PERMISSION_READ)
  public String good() {
    return Caller.current().subject();
  }

  @GET
  @Path("/undeclared")
  public String undeclared() {
    return "never seen";
  }

  @GET
  @Path("/missing")
  @Needs(Permission.PERMISSION_READ)
  public String missing() {
    throw Failure.notFound("model", "experiments/e/models/m");
  }

  @GET
  @Path("/fault")
  @Needs(Permission.PERMISSION_READ)
  public String fault() {
    throw new IllegalStateException("secret of the house");
  }

  @GET
  @Path("/away")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> away() {
    return Uni.createFrom().failure(ClosedConnectionException.INSTANCE);
  }
}
