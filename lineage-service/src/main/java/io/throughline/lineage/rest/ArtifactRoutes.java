package io.throughline.lineage.rest;

import io.smallrye.common.annotation.Blocking;
import io.throughline.access.v1.Permission;
import io.throughline.lineage.artifact.ArtifactStore;
import io.throughline.lineage.v1.Artifact;
import io.throughline.server.access.Caller;
import io.throughline.server.access.Needs;
import io.throughline.server.status.Failure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The bytes of artifacts by their digest. */
@Path("/v1/artifacts/{digest}")
@Blocking
public class ArtifactRoutes {
  private final ArtifactStore store;

  ArtifactRoutes(ArtifactStore store) {
    this.store = store;
  }

  /**
   * Keeps the body under its digest. Answers with what an {@code ArtifactStored} says of it:
   * digest, size and URI; 201 where it is new here, else 200.
   *
   * @throws Failure see {@link ArtifactStore#put}
   */
  @PUT
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_EMIT)
  @Operation(
      operationId = "StoreArtifact",
      summary = "Keep the body under its digest; answers with digest, size and URI")
  @RequestBody(content = @Content(mediaType = "*/*"))
  @Tag(name = "ArtifactService")
  public Response put(
      @PathParam("digest") String digest, InputStream content, @Context Request request)
      throws IOException {
    ArtifactStore.Stored stored = store.put(Caller.current().oneTenant(), digest, content);
    Response answer =
        Json.of(
            Artifact.newBuilder()
                .setDigest(digest)
                .setSizeBytes(stored.sizeBytes())
                .setUri("throughline:artifacts/" + digest)
                .build(),
            request);
    return stored.added()
        ? Response.fromResponse(answer).status(Response.Status.CREATED).build()
        : answer;
  }

  /**
   * The bytes.
   *
   * @throws Failure NOT_FOUND, FIELDS_INVALID, STATE_UNSUITABLE
   */
  @GET
  @Needs(Permission.PERMISSION_READ)
  @Operation(operationId = "ReadArtifactByDigest", summary = "The bytes under a digest")
  @Tag(name = "ArtifactService")
  public Response get(@PathParam("digest") String digest, @Context Request request) {
    return Downloads.of(store, digest, MediaType.APPLICATION_OCTET_STREAM, request);
  }
}
