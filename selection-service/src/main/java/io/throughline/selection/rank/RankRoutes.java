package io.throughline.selection.rank;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.selection.rest.Json;
import io.throughline.selection.v1.RankCandidatesRequest;
import io.throughline.server.access.Needs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Rankings over REST. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class RankRoutes {
  private final RankDoor door;
  private final Json json;

  RankRoutes(@GrpcService RankDoor door, Json json) {
    this.door = door;
    this.json = json;
  }

  /** Chooses among candidates; the body is a RankCandidatesRequest. */
  @POST
  @Path("/rankings")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> rank(String body) {
    return door.rankCandidates(json.read(body, RankCandidatesRequest.getDefaultInstance()))
        .map(json::print);
  }
}
