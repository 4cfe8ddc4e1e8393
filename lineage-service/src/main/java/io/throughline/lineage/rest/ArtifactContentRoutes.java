package io.throughline.lineage.rest;

import io.smallrye.common.annotation.Blocking;
import io.throughline.access.v1.Permission;
import io.throughline.lineage.artifact.ArtifactStore;
import io.throughline.lineage.v1.Artifact;
import io.throughline.lineage.v1.ArtifactServiceGrpc;
import io.throughline.lineage.v1.GetArtifactRequest;
import io.throughline.server.access.Caller;
import io.throughline.server.access.Needs;
import io.throughline.server.status.Failure;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The bytes of artifacts by their name, where they lie in the store. */
@Path("/v1/experiments/{experiment}/artifacts/{artifact}/content")
@Needs(Permission.PERMISSION_READ)
@Blocking
public class ArtifactContentRoutes {
  private final Doors doors;
  private final ArtifactStore store;

  ArtifactContentRoutes(Doors doors, ArtifactStore store) {
    this.doors = doors;
    this.store = store;
  }

  /**
   * The bytes.
   *
   * @throws Failure NOT_FOUND where there is no such artifact, or its bytes lie elsewhere
   */
  @GET
  @Operation(operationId = "ReadArtifact", summary = "The bytes of an artifact in the store")
  @Tag(name = "ArtifactService")
  public Response get(
      @PathParam("experiment") String experiment,
      @PathParam("artifact") String name,
      @QueryParam("position") @DefaultValue("") String position,
      @Context Request request) {
    Artifact artifact =
        ArtifactServiceGrpc.newBlockingStub(doors.as(Caller.current()))
            .getArtifact(
                GetArtifactRequest.newBuilder()
                    .setName("experiments/%s/artifacts/%s".formatted(experiment, name))
                    .setPosition(position)
                    .build());
    if (artifact.getDigest().isEmpty()) {
      throw Failure.notFound("artifact content", artifact.getName());
    }
    return Downloads.of(store, artifact.getDigest(), mediaType(artifact), request);
  }

  private static String mediaType(Artifact artifact) {
    try {
      return MediaType.valueOf(artifact.getMediaType()).toString();
    } catch (IllegalArgumentException e) {
      return MediaType.APPLICATION_OCTET_STREAM;
    }
  }
}
