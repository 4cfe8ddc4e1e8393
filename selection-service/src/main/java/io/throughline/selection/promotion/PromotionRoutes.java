package io.throughline.selection.promotion;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.selection.rest.Json;
import io.throughline.selection.v1.ApproveEvaluationRequest;
import io.throughline.selection.v1.GetClearanceRequest;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.server.access.Needs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Promotions over REST. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class PromotionRoutes {
  private final PromotionDoor door;
  private final Json json;

  PromotionRoutes(@GrpcService PromotionDoor door, Json json) {
    this.door = door;
    this.json = json;
  }

  /** Promotes a candidate; the body is a PromoteCandidateRequest. */
  @POST
  @Path("/promotions")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_DECIDE)
  public Uni<String> promote(String body) {
    return door.promoteCandidate(json.read(body, PromoteCandidateRequest.getDefaultInstance()))
        .map(json::print);
  }

  /** Approves of an evaluation; the body is an ApproveEvaluationRequest. */
  @POST
  @Path("/approvals")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_DECIDE)
  public Uni<String> approve(String body) {
    return door.approveEvaluation(json.read(body, ApproveEvaluationRequest.getDefaultInstance()))
        .map(json::print);
  }

  /** Whether an evaluation may promote now. */
  @GET
  @Path("/experiments/{experiment}/evaluations/{evaluation}/clearance")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> clearance(
      @PathParam("experiment") String experiment, @PathParam("evaluation") String evaluation) {
    String name = "experiments/%s/evaluations/%s".formatted(experiment, evaluation);
    return door.getClearance(
            json.valid(GetClearanceRequest.newBuilder().setEvaluation(name).build()))
        .map(json::print);
  }
}
