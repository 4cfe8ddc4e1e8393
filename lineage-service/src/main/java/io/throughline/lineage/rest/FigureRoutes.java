package io.throughline.lineage.rest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.lineage.figure.FigureBytes;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.server.access.Caller;
import io.throughline.server.access.Needs;
import io.throughline.server.name.ResourceKind;
import io.throughline.server.name.ResourceName;
import io.throughline.server.name.Scope;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestMulti;

/** Figures as their bytes, with headers that keep a browser from running them as ours. */
@Path("/v1/experiments/{experiment}/figures/{figure}/content")
@Needs(Permission.PERMISSION_READ)
public class FigureRoutes {
  private final Freshness freshness;
  private final FigureBytes bytes;

  FigureRoutes(Freshness freshness, FigureBytes bytes) {
    this.freshness = freshness;
    this.bytes = bytes;
  }

  /**
   * The bytes of a figure of any size.
   *
   * @throws Failure FIELDS_INVALID, NOT_FOUND, STATE_UNSUITABLE, POSITION_INVALID, NOT_CAUGHT_UP
   */
  @GET
  @Operation(hidden = true)
  public Multi<byte[]> content(
      @PathParam("experiment") String experiment,
      @PathParam("figure") String figure,
      @QueryParam("position") @DefaultValue("") String position) {
    String tenant = Caller.current().oneTenant();
    ResourceName name = name(experiment, figure);
    Uni<FigureBytes.Content> content =
        freshness.await(position).chain(() -> bytes.read(tenant, name));
    return RestMulti.fromUniResponse(
        content, found -> found.chunks().map(Buffer::getBytes), FigureRoutes::headers);
  }

  private static Map<String, List<String>> headers(FigureBytes.Content content) {
    return Map.of(
        HttpHeaders.CONTENT_TYPE,
        List.of(content.figure().getMediaType()),
        HttpHeaders.ETAG,
        List.of("\"%s\"".formatted(content.figure().getDigest())),
        HttpHeaders.CACHE_CONTROL,
        List.of("private, no-cache"),
        HttpHeaders.CONTENT_DISPOSITION,
        List.of("inline"),
        "Content-Security-Policy",
        List.of("sandbox"),
        "X-Content-Type-Options",
        List.of("nosniff"));
  }

  private static ResourceName name(String experiment, String figure) {
    try {
      return new ResourceName(
          new Scope(Scope.Kind.EXPERIMENT, experiment), ResourceKind.FIGURE, figure);
    } catch (IllegalArgumentException e) {
      throw Failure.invalidField("name", e.getMessage());
    }
  }
}
