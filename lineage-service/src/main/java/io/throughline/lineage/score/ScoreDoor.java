package io.throughline.lineage.score;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.v1.Folds;
import io.throughline.lineage.v1.GetFoldsRequest;
import io.throughline.lineage.v1.GetScoresRequest;
import io.throughline.lineage.v1.ListMeasurementsRequest;
import io.throughline.lineage.v1.ListMeasurementsResponse;
import io.throughline.lineage.v1.ScoreService;
import io.throughline.lineage.v1.Scores;
import io.throughline.server.access.Caller;

/** The door to scores and fold metrics. */
@GrpcService
public class ScoreDoor implements ScoreService {
  private final Freshness freshness;
  private final Measurements measurements;

  ScoreDoor(Freshness freshness, Measurements measurements) {
    this.freshness = freshness;
    this.measurements = measurements;
  }

  @Override
  public Uni<ListMeasurementsResponse> listMeasurements(ListMeasurementsRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(() -> measurements.list(tenant, request.getModel()))
        .map(found -> ListMeasurementsResponse.newBuilder().addAllMeasurements(found).build());
  }

  @Override
  public Uni<Scores> getScores(GetScoresRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(
            () ->
                measurements.scores(
                    tenant, request.getModel(), request.getDataset(), request.getMetric()));
  }

  @Override
  public Uni<Folds> getFolds(GetFoldsRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(
            () ->
                measurements.folds(
                    tenant,
                    Folds.newBuilder()
                        .setModel(request.getModel())
                        .setDataset(request.getDataset())
                        .setMetric(request.getMetric())
                        .setSegment(request.getSegment())
                        .build()));
  }
}
