package io.throughline.lineage.rest;

import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.lineage.figure.Figures;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.model.Models;
import io.throughline.lineage.run.Runs;
import io.throughline.lineage.v1.Figure;
import io.throughline.server.access.Caller;
import io.throughline.server.access.Needs;
import io.throughline.server.name.ResourceKind;
import io.throughline.server.name.ResourceName;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

/** What lives in an experiment, one resource at a time. */
@Path("/v1/experiments/{experiment}")
@Needs(Permission.PERMISSION_READ)
public class ExperimentRoutes {
  private final Freshness freshness;
  private final Runs runs;
  private final Models models;
  private final Figures figures;

  ExperimentRoutes(Freshness freshness, Runs runs, Models models, Figures figures) {
    this.freshness = freshness;
    this.runs = runs;
    this.models = models;
    this.figures = figures;
  }

  /** A run as JSON. */
  @GET
  @Path("/runs/{run}")
  public Uni<Response> run(
      @PathParam("experiment") String experiment,
      @PathParam("run") String run,
      @QueryParam("position") @DefaultValue("") String position) {
    String tenant = Caller.current().oneTenant();
    ResourceName name = Json.name(experiment, ResourceKind.RUN, run);
    return freshness.await(position).chain(() -> runs.get(tenant, name)).map(Json::of);
  }

  /** A model as JSON. */
  @GET
  @Path("/models/{model}")
  public Uni<Response> model(
      @PathParam("experiment") String experiment,
      @PathParam("model") String model,
      @QueryParam("position") @DefaultValue("") String position) {
    String tenant = Caller.current().oneTenant();
    ResourceName name = Json.name(experiment, ResourceKind.MODEL, model);
    return freshness.await(position).chain(() -> models.get(tenant, name)).map(Json::of);
  }

  /** A figure's bytes. */
  @GET
  @Path("/figures/{figure}")
  public Uni<Response> figure(
      @PathParam("experiment") String experiment,
      @PathParam("figure") String figure,
      @QueryParam("position") @DefaultValue("") String position) {
    String tenant = Caller.current().oneTenant();
    ResourceName name = Json.name(experiment, ResourceKind.FIGURE, figure);
    return freshness
        .await(position)
        .chain(() -> figures.get(tenant, name))
        .map(ExperimentRoutes::bytes);
  }

  private static Response bytes(Figure figure) {
    return Response.ok(figure.getContent().toByteArray(), figure.getMediaType())
        .header("Content-Security-Policy", "sandbox")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Disposition", "inline")
        .tag(figure.getDigest())
        .build();
  }
}
