package io.throughline.selection.readout;

import com.google.protobuf.util.Timestamps;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.selection.observation.Following;
import io.throughline.selection.observation.ObservedTrial;
import io.throughline.selection.observation.Trials;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.ListTrialsRequest;
import io.throughline.selection.v1.ListTrialsResponse;
import io.throughline.selection.v1.Readout;
import io.throughline.selection.v1.TrialService;
import io.throughline.server.access.Caller;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The door of trials. */
@GrpcService
public class TrialDoor implements TrialService {
  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Trials trials;
  private final Following following;

  TrialDoor(Trials trials, Following following) {
    this.trials = trials;
    this.following = following;
  }

  @Override
  public Uni<Readout> getReadout(GetReadoutRequest request) {
    String tenant = Caller.current().oneTenant();
    return following
        .await(request.getPosition())
        .chain(() -> observed(tenant, request))
        .map(trial -> Readouts.of(trial, request, asOf(request)));
  }

  private Uni<ObservedTrial> observed(String tenant, GetReadoutRequest request) {
    if (request.getKnownAt().isEmpty()) {
      return trials.now(tenant, request.getName());
    }
    try {
      return trials.at(tenant, request.getName(), Position.parse(request.getKnownAt()));
    } catch (IllegalArgumentException e) {
      return Uni.createFrom()
          .failure(
              Failure.of(ErrorReason.ERROR_REASON_POSITION_INVALID, "known_at: " + e.getMessage()));
    }
  }

  private static long asOf(GetReadoutRequest request) {
    return request.hasAsOfTime()
        ? Timestamps.toMillis(request.getAsOfTime())
        : Instant.now().toEpochMilli();
  }

  @Override
  public Uni<ListTrialsResponse> listTrials(ListTrialsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size =
        Math.min(request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize(), LARGEST_PAGE);
    return trials
        .names(tenant, request.getEnvironment(), request.getPageToken(), size + 1)
        .chain(names -> page(tenant, names, size));
  }

  private Uni<ListTrialsResponse> page(String tenant, List<String> names, int size) {
    List<String> shown = names.subList(0, Math.min(size, names.size()));
    return Multi.createFrom()
        .iterable(shown)
        .onItem()
        .transformToUniAndConcatenate(name -> trials.plan(tenant, name))
        .select()
        .where(Optional::isPresent)
        .map(plan -> ReadoutMapper.trial(plan.get()))
        .collect()
        .asList()
        .map(
            found ->
                ListTrialsResponse.newBuilder()
                    .addAllTrials(found)
                    .setNextPageToken(names.size() > size ? shown.get(shown.size() - 1) : "")
                    .build());
  }
}
