package io.throughline.lineage.model;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moments;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.v1.DiffModelsRequest;
import io.throughline.lineage.v1.GetModelRequest;
import io.throughline.lineage.v1.ListModelsRequest;
import io.throughline.lineage.v1.ListModelsResponse;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ModelDiff;
import io.throughline.lineage.v1.ModelService;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;

/** The door to models. */
@GrpcService
public class ModelDoor implements ModelService {
  private final Freshness freshness;
  private final Moments moments;
  private final Models models;

  ModelDoor(Freshness freshness, Moments moments, Models models) {
    this.freshness = freshness;
    this.moments = moments;
    this.models = models;
  }

  @Override
  public Uni<Model> getModel(GetModelRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> models.get(tenant, ResourceName.parse(request.getName()), moment));
  }

  @Override
  public Uni<ListModelsResponse> listModels(ListModelsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(
            moment ->
                models.list(tenant, request.getExperiment(), moment, size, request.getPageToken()))
        .map(
            page ->
                ListModelsResponse.newBuilder()
                    .addAllModels(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }

  @Override
  public Uni<ModelDiff> diffModels(DiffModelsRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(
            () ->
                Uni.combine()
                    .all()
                    .unis(
                        models.get(tenant, ResourceName.parse(request.getLeft())),
                        models.get(tenant, ResourceName.parse(request.getRight())))
                    .with(Difference::of));
  }
}
