package io.throughline.selection.evaluation;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.selection.rest.Json;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.GetEvaluationRequest;
import io.throughline.selection.v1.ListEvaluationsRequest;
import io.throughline.selection.v1.ReproduceEvaluationRequest;
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

/** Evaluations over REST. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class EvaluationRoutes {
  private final EvaluationDoor door;
  private final Json json;

  EvaluationRoutes(@GrpcService EvaluationDoor door, Json json) {
    this.door = door;
    this.json = json;
  }

  /** Evaluates a candidate; the body is an EvaluateCandidateRequest. */
  @POST
  @Path("/evaluations")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_DECIDE)
  public Uni<String> evaluate(String body) {
    return door.evaluateCandidate(json.read(body, EvaluateCandidateRequest.getDefaultInstance()))
        .map(json::print);
  }

  /** One evaluation. */
  @GET
  @Path("/experiments/{experiment}/evaluations/{evaluation}")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> get(
      @PathParam("experiment") String experiment, @PathParam("evaluation") String evaluation) {
    String name = "experiments/%s/evaluations/%s".formatted(experiment, evaluation);
    return door.getEvaluation(json.valid(GetEvaluationRequest.newBuilder().setName(name).build()))
        .map(json::print);
  }

  /** Computes an evaluation again, from the evidence that it stored. */
  @GET
  @Path("/experiments/{experiment}/evaluations/{evaluation}:reproduce")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> reproduce(
      @PathParam("experiment") String experiment, @PathParam("evaluation") String evaluation) {
    String name = "experiments/%s/evaluations/%s".formatted(experiment, evaluation);
    return door.reproduceEvaluation(
            json.valid(ReproduceEvaluationRequest.newBuilder().setName(name).build()))
        .map(json::print);
  }

  /** The evaluations of an experiment, the newest first. */
  @GET
  @Path("/experiments/{experiment}/evaluations")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> list(
      @PathParam("experiment") String experiment,
      @QueryParam("candidate") String candidate,
      @QueryParam("page_size") int size,
      @QueryParam("page_token") String token) {
    return door.listEvaluations(
            json.valid(
                ListEvaluationsRequest.newBuilder()
                    .setExperiment("experiments/" + experiment)
                    .setCandidate(Objects.requireNonNullElse(candidate, ""))
                    .setPageSize(size)
                    .setPageToken(Objects.requireNonNullElse(token, ""))
                    .build()))
        .map(json::print);
  }
}
