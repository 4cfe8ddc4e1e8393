package io.throughline.selection.readout;

import com.google.protobuf.util.Timestamps;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.access.v1.Permission;
import io.throughline.selection.rest.Json;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.ListTrialsRequest;
import io.throughline.server.access.Needs;
import io.throughline.server.status.Failure;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.text.ParseException;
import java.util.List;

/** Trials over REST. */
@Path("/v1/environments/{environment}/trials")
@Produces(MediaType.APPLICATION_JSON)
public class TrialRoutes {
  private final TrialDoor door;
  private final Json json;

  TrialRoutes(@GrpcService TrialDoor door, Json json) {
    this.door = door;
    this.json = json;
  }

  /** A trial's readout; the parameters are the fields of a GetReadoutRequest. */
  @GET
  @Path("/{trial}:readout")
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> readout(
      @PathParam("environment") String environment,
      @PathParam("trial") String trial,
      @QueryParam("position") @DefaultValue("") String position,
      @QueryParam("known_at") @DefaultValue("") String knownAt,
      @QueryParam("as_of_time") @DefaultValue("") String asOf,
      @QueryParam("confidence_level") @DefaultValue("") String level,
      @QueryParam("outcome_metrics") List<String> metrics,
      @QueryParam("cohorts") List<String> cohorts) {
    GetReadoutRequest.Builder request =
        GetReadoutRequest.newBuilder()
            .setName("environments/%s/trials/%s".formatted(environment, trial))
            .setPosition(position)
            .setKnownAt(knownAt)
            .addAllOutcomeMetrics(metrics)
            .addAllCohorts(cohorts);
    if (!level.isEmpty()) {
      request.setConfidenceLevel(number("confidence_level", level));
    }
    if (!asOf.isEmpty()) {
      try {
        request.setAsOfTime(Timestamps.parse(asOf));
      } catch (ParseException e) {
        throw Failure.invalidField(
            "as_of_time", "is no instant; write it like 2026-04-01T00:00:00Z");
      }
    }
    return door.getReadout(json.valid(request.build())).map(json::print);
  }

  /** The trials of an environment, by name. */
  @GET
  @Needs(Permission.PERMISSION_READ)
  public Uni<String> list(
      @PathParam("environment") String environment,
      @QueryParam("page_size") int size,
      @QueryParam("page_token") @DefaultValue("") String token) {
    return door.listTrials(
            json.valid(
                ListTrialsRequest.newBuilder()
                    .setEnvironment("environments/" + environment)
                    .setPageSize(size)
                    .setPageToken(token)
                    .build()))
        .map(json::print);
  }

  private static double number(String field, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw Failure.invalidField(field, "is no number; write it like 0.95");
    }
  }
}
