package io.throughline.selection.waiver;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.selection.rest.Json;
import io.throughline.selection.v1.GrantWaiverRequest;
import io.throughline.selection.v1.ListWaiversRequest;
import io.throughline.selection.v1.RequestWaiverRequest;
import io.throughline.selection.v1.RevokeWaiverRequest;
import io.throughline.server.access.Needs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;

/** Waivers over REST. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class WaiverRoutes {
  private final WaiverDoor door;
  private final Json json;

  WaiverRoutes(@GrpcService WaiverDoor door, Json json) {
    this.door = door;
    this.json = json;
  }

  /** Asks for a waiver; the body is a RequestWaiverRequest. */
  @POST
  @Path("/waivers")
  @Needs(Permission.PERMISSION_DECIDE)
  public Uni<String> request(String body) {
    return door.requestWaiver(json.read(body, RequestWaiverRequest.getDefaultInstance()))
        .map(json::print);
  }

  /** Grants a waiver; the body is a GrantWaiverRequest. */
  @POST
  @Path("/waivers:grant")
  @Needs(Permission.PERMISSION_DECIDE)
  public Uni<String> grant(String body) {
    return door.grantWaiver(json.read(body, GrantWaiverRequest.getDefaultInstance()))
        .map(json::print);
  }

  /** Takes a waiver back; the body is a RevokeWaiverRequest. */
  @POST
  @Path("/waivers:revoke")
  @Needs(Permission.PERMISSION_DECIDE)
  public Uni<String> revoke(String body) {
    return door.revokeWaiver(json.read(body, RevokeWaiverRequest.getDefaultInstance()))
        .map(json::print);
  }

  /** The waivers of an experiment's candidates, the newest first. */
  @GET
  @Path("/experiments/{experiment}/waivers")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> list(
      @PathParam("experiment") String experiment,
      @QueryParam("candidate") String candidate,
      @QueryParam("page_size") int size,
      @QueryParam("page_token") String token) {
    return door.listWaivers(
            json.valid(
                ListWaiversRequest.newBuilder()
                    .setExperiment("experiments/" + experiment)
                    .setCandidate(Objects.requireNonNullElse(candidate, ""))
                    .setPageSize(size)
                    .setPageToken(Objects.requireNonNullElse(token, ""))
                    .build()))
        .map(json::print);
  }
}
