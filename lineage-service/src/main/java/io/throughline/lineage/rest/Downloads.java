package io.throughline.lineage.rest;

import io.throughline.lineage.artifact.ArtifactStore;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bytes of artifacts as downloads that no browser runs as ours. */
final class Downloads {
  private Downloads() {}

  /**
   * The bytes under a digest; or that they are what the caller has already (304).
   *
   * @throws Failure NOT_FOUND, FIELDS_INVALID, STATE_UNSUITABLE
   */
  static Response of(ArtifactStore store, String digest, String mediaType, Request request) {
    ArtifactStore.Content content =
        store
            .find(Caller.current().oneTenant(), digest)
            .orElseThrow(() -> Failure.notFound("artifact content", digest));
    EntityTag tag = new EntityTag(digest);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    return (unchanged == null ? whole(content, mediaType).tag(tag) : unchanged)
        .header("Content-Security-Policy", "sandbox")
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .build();
  }

  private static Response.ResponseBuilder whole(ArtifactStore.Content content, String mediaType) {
    try {
      return Response.ok(content.source().open(), mediaType)
          .header(HttpHeaders.CONTENT_LENGTH, content.sizeBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
