package io.throughline.selection.policy;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.selection.rest.Json;
import io.throughline.selection.v1.GetPolicyVersionRequest;
import io.throughline.selection.v1.LintPolicyRequest;
import io.throughline.selection.v1.ListPoliciesRequest;
import io.throughline.selection.v1.PutPolicyRequest;
import io.throughline.selection.v1.ReplayPolicyRequest;
import io.throughline.selection.v1.TestPolicyRequest;
import io.throughline.server.access.Needs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Policies over REST; the bodies are the YAML itself. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class PolicyRoutes {
  private final PolicyDoor door;
  private final Json json;

  PolicyRoutes(@GrpcService PolicyDoor door, Json json) {
    this.door = door;
    this.json = json;
  }

  /** Stores a policy's text. */
  @PUT
  @Path("/policies")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_DECIDE)
  public Uni<String> put(String yaml) {
    return door.putPolicy(json.valid(PutPolicyRequest.newBuilder().setYaml(yaml).build()))
        .map(json::print);
  }

  /** Looks for faults in a policy's text. */
  @POST
  @Path("/policies:lint")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> lint(String yaml) {
    return door.lintPolicy(json.valid(LintPolicyRequest.newBuilder().setYaml(yaml).build()))
        .map(json::print);
  }

  /** The newest version of a policy. */
  @GET
  @Path("/policies/{policy}")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> get(@PathParam("policy") String policy) {
    return byName("policies/%s".formatted(policy));
  }

  /** One version of a policy. */
  @GET
  @Path("/policies/{policy}/versions/{version}")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> get(@PathParam("policy") String policy, @PathParam("version") String version) {
    return byName("policies/%s/versions/%s".formatted(policy, version));
  }

  /** The policies, each in its newest version. */
  @GET
  @Path("/policies")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> list(
      @QueryParam("page_size") int size, @QueryParam("page_token") String token) {
    ListPoliciesRequest.Builder request = ListPoliciesRequest.newBuilder().setPageSize(size);
    if (token != null) {
      request.setPageToken(token);
    }
    return door.listPolicies(json.valid(request.build())).map(json::print);
  }

  private Uni<String> byName(String name) {
    return door.getPolicyVersion(
            json.valid(GetPolicyVersionRequest.newBuilder().setName(name).build()))
        .map(json::print);
  }

  /** Judges invented evidence; the body is a TestPolicyRequest. */
  @POST
  @Path("/policies:test")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> test(String body) {
    return door.testPolicy(json.read(body, TestPolicyRequest.getDefaultInstance()))
        .map(json::print);
  }

  /** What a policy would have said; the body is a ReplayPolicyRequest. */
  @POST
  @Path("/policies:replay")
  @Consumes(MediaType.WILDCARD)
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> replay(String body) {
    return door.replayPolicy(json.read(body, ReplayPolicyRequest.getDefaultInstance()))
        .map(json::print);
  }
}
