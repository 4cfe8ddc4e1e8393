package io.throughline.lineage.artifact;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moments;
import io.throughline.lineage.declaration.DeclaredResources;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.v1.Artifact;
import io.throughline.lineage.v1.ArtifactService;
import io.throughline.lineage.v1.GetArtifactRequest;
import io.throughline.lineage.v1.ListArtifactsRequest;
import io.throughline.lineage.v1.ListArtifactsResponse;
import io.throughline.server.access.Caller;

/** The door to artifacts. */
@GrpcService
public class ArtifactDoor implements ArtifactService {
  private final Moments moments;
  private final DeclaredResources resources;

  ArtifactDoor(Moments moments, DeclaredResources resources) {
    this.moments = moments;
    this.resources = resources;
  }

  @Override
  public Uni<Artifact> getArtifact(GetArtifactRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> resources.get(Artifacts.KIND, tenant, request.getName(), moment));
  }

  @Override
  public Uni<ListArtifactsResponse> listArtifacts(ListArtifactsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(
            moment ->
                resources.list(
                    Artifacts.KIND,
                    tenant,
                    request.getExperiment(),
                    moment,
                    size,
                    request.getPageToken()))
        .map(
            page ->
                ListArtifactsResponse.newBuilder()
                    .addAllArtifacts(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }
}
