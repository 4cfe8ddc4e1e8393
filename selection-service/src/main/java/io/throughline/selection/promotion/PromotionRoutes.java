package io.throughline.selection.promotion;

import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.selection.rest.Json;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.server.access.Caller;
import io.throughline.server.access.Needs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Promotions over REST. */
@Path("/v1/promotions")
@Produces(MediaType.APPLICATION_JSON)
public class PromotionRoutes {
  private final Promoter promoter;
  private final Json json;

  PromotionRoutes(Promoter promoter, Json json) {
    this.promoter = promoter;
    this.json = json;
  }

  /** Promotes a candidate; the body is a PromoteCandidateRequest. */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_DECIDE)
  public Uni<String> promote(String body) {
    return promoter
        .promote(
            Caller.current().oneTenant(),
            json.read(body, PromoteCandidateRequest.getDefaultInstance()))
        .map(json::print);
  }
}
