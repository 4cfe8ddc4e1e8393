package io.throughline.lineage.inspection;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.Following;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.generation.GenerationRow;
import io.throughline.lineage.generation.Generations;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.Generation;
import io.throughline.lineage.v1.GenerationPhase;
import io.throughline.lineage.v1.GetLogicalHashRequest;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.ListQuarantineRequest;
import io.throughline.lineage.v1.ListQuarantineResponse;
import io.throughline.lineage.v1.LogicalHash;
import io.throughline.lineage.v1.Projection;
import io.throughline.lineage.v1.ProjectionService;
import io.throughline.lineage.v1.RebuildProjectionRequest;
import io.throughline.lineage.v1.ReplayBatchRequest;
import io.throughline.lineage.v1.ReplayBatchResponse;
import io.throughline.lineage.v1.TraceBatchRequest;
import io.throughline.lineage.v1.TraceBatchResponse;
import io.throughline.server.access.Caller;
import io.throughline.server.position.BatchPosition;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Map;

/** The door to the projection. */
@GrpcService
public class ProjectionDoor implements ProjectionService {
  private final Freshness freshness;
  private final Graph graph;
  private final LogicalHashes hashes;
  private final Generations generations;
  private final Following following;
  private final Traces traces;
  private final Quarantines quarantines;

  ProjectionDoor(
      Freshness freshness,
      Graph graph,
      LogicalHashes hashes,
      Generations generations,
      Following following,
      Traces traces,
      Quarantines quarantines) {
    this.quarantines = quarantines;
    this.traces = traces;
    this.generations = generations;
    this.following = following;
    this.freshness = freshness;
    this.graph = graph;
    this.hashes = hashes;
  }

  @Override
  public Uni<Projection> getProjection(GetProjectionRequest request) {
    String tenant = Caller.current().tenant();
    return freshness.await(request.getPosition()).chain(() -> projection(tenant));
  }

  @Override
  public Uni<Projection> rebuildProjection(RebuildProjectionRequest request) {
    String tenant = Caller.current().tenant();
    return generations.rebuild().invoke(following::follow).chain(() -> projection(tenant));
  }

  @Override
  public Uni<LogicalHash> getLogicalHash(GetLogicalHashRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(() -> hashes.of(tenant, request.getScope()))
        .map(hash -> LogicalHash.newBuilder().setHash(hash).build());
  }

  @Override
  public Uni<TraceBatchResponse> traceBatch(TraceBatchRequest request) {
    return traces.find(Caller.current().oneTenant(), request);
  }

  @Override
  public Uni<ListQuarantineResponse> listQuarantine(ListQuarantineRequest request) {
    return quarantines.list(Caller.current().oneTenant(), request);
  }

  @Override
  public Uni<ReplayBatchResponse> replayBatch(ReplayBatchRequest request) {
    return quarantines
        .replay(Caller.current().oneTenant(), BatchPosition.parse(request.getPosition()))
        .replaceWith(ReplayBatchResponse.getDefaultInstance());
  }

  private Uni<Projection> projection(String tenant) {
    return Uni.combine().all().unis(generations.positions(), quarantined(tenant)).with(this::of);
  }

  private Uni<Long> quarantined(String tenant) {
    return graph
        .first(
            "SELECT count(*) FROM graph.quarantine WHERE tenant = $1 OR $1 = '*'",
            Tuple.of(tenant),
            row -> row.getLong(0))
        .map(count -> count.orElse(0L));
  }

  private Projection of(Map<GenerationRow, Position> positions, long quarantined) {
    Projection.Builder projection =
        Projection.newBuilder()
            .setPosition(positions.getOrDefault(generations.serving(), Position.START).toString())
            .setQuarantinedCount(quarantined);
    positions.forEach(
        (row, position) ->
            projection.addGenerations(
                Generation.newBuilder()
                    .setNumber(row.number())
                    .setSchemaVersion(row.version())
                    .setPhase(GenerationPhase.valueOf("GENERATION_PHASE_" + row.phase()))
                    .setPosition(position.toString())));
    return projection.build();
  }
}
