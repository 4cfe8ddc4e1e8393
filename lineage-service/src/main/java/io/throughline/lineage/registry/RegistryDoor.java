package io.throughline.lineage.registry;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moments;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.request.Petition;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.CreateModelVersionRequest;
import io.throughline.lineage.v1.CreateRegisteredModelRequest;
import io.throughline.lineage.v1.GetAliasRequest;
import io.throughline.lineage.v1.GetModelVersionRequest;
import io.throughline.lineage.v1.GetRegisteredModelRequest;
import io.throughline.lineage.v1.ListAliasMovesRequest;
import io.throughline.lineage.v1.ListAliasMovesResponse;
import io.throughline.lineage.v1.ListModelVersionsRequest;
import io.throughline.lineage.v1.ListModelVersionsResponse;
import io.throughline.lineage.v1.ListRegisteredModelsRequest;
import io.throughline.lineage.v1.ListRegisteredModelsResponse;
import io.throughline.lineage.v1.ModelVersion;
import io.throughline.lineage.v1.MoveAliasRequest;
import io.throughline.lineage.v1.PromoteModelRequest;
import io.throughline.lineage.v1.RegisteredModel;
import io.throughline.lineage.v1.RegistryService;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;

/** The door to the registry. */
@GrpcService
public class RegistryDoor implements RegistryService {
  private final Freshness freshness;
  private final Moments moments;
  private final RegisteredModels registeredModels;
  private final Versions versions;
  private final Aliases aliases;
  private final Petition petition;

  RegistryDoor(
      Freshness freshness,
      Moments moments,
      RegisteredModels registeredModels,
      Versions versions,
      Aliases aliases,
      Petition petition) {
    this.freshness = freshness;
    this.moments = moments;
    this.registeredModels = registeredModels;
    this.versions = versions;
    this.aliases = aliases;
    this.petition = petition;
  }

  @Override
  public Uni<RegisteredModel> createRegisteredModel(CreateRegisteredModelRequest request) {
    Caller caller = Caller.current();
    return petition
        .ask(
            caller,
            request.getRegisteredModel().getName(),
            request.getRequestId(),
            RegistryRequests.event(request),
            "registered model")
        .chain(name -> registeredModels.get(caller.oneTenant(), ResourceName.parse(name)));
  }

  @Override
  public Uni<RegisteredModel> getRegisteredModel(GetRegisteredModelRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(
            moment -> registeredModels.get(tenant, ResourceName.parse(request.getName()), moment));
  }

  @Override
  public Uni<ListRegisteredModelsResponse> listRegisteredModels(
      ListRegisteredModelsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return freshness
        .await(request.getPosition())
        .chain(() -> registeredModels.list(tenant, size, request.getPageToken()))
        .map(
            page ->
                ListRegisteredModelsResponse.newBuilder()
                    .addAllRegisteredModels(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }

  @Override
  public Uni<ModelVersion> createModelVersion(CreateModelVersionRequest request) {
    Caller caller = Caller.current();
    return petition
        .ask(
            caller,
            request.getRegisteredModel(),
            request.getRequestId(),
            RegistryRequests.event(request),
            "registered model")
        .chain(name -> versions.get(caller.oneTenant(), ResourceName.parse(name)));
  }

  @Override
  public Uni<ModelVersion> getModelVersion(GetModelVersionRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> versions.get(tenant, ResourceName.parse(request.getName()), moment));
  }

  @Override
  public Uni<ListModelVersionsResponse> listModelVersions(ListModelVersionsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(
            moment ->
                versions.list(
                    tenant, request.getRegisteredModel(), moment, size, request.getPageToken()))
        .map(
            page ->
                ListModelVersionsResponse.newBuilder()
                    .addAllModelVersions(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }

  @Override
  public Uni<Alias> getAlias(GetAliasRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> aliases.get(tenant, ResourceName.parse(request.getName()), moment));
  }

  @Override
  public Uni<ListAliasMovesResponse> listAliasMoves(ListAliasMovesRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return freshness
        .await(request.getPosition())
        .chain(() -> aliases.moves(tenant, request.getAlias(), size, request.getPageToken()))
        .map(
            page ->
                ListAliasMovesResponse.newBuilder()
                    .addAllMoves(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }

  @Override
  public Uni<Alias> moveAlias(MoveAliasRequest request) {
    Caller caller = Caller.current();
    return petition
        .ask(
            caller,
            ResourceName.parse(request.getAlias()).scope().toString(),
            request.getRequestId(),
            RegistryRequests.event(request),
            "alias")
        .chain(name -> aliases.get(caller.oneTenant(), ResourceName.parse(name)));
  }

  @Override
  public Uni<Alias> promoteModel(PromoteModelRequest request) {
    Caller caller = Caller.current();
    return petition
        .ask(
            caller,
            ResourceName.parse(request.getModelVersion()).scope().toString(),
            request.getRequestId(),
            RegistryRequests.event(request),
            "alias")
        .chain(name -> aliases.get(caller.oneTenant(), ResourceName.parse(name)));
  }
}
