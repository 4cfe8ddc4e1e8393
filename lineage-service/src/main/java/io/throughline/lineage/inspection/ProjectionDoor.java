package io.throughline.lineage.inspection;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.GetLogicalHashRequest;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.LogicalHash;
import io.throughline.lineage.v1.Projection;
import io.throughline.lineage.v1.ProjectionService;
import io.throughline.server.access.Caller;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Tuple;

/** The door to the projection. */
@GrpcService
public class ProjectionDoor implements ProjectionService {
  private final Freshness freshness;
  private final Graph graph;
  private final LogicalHashes hashes;

  ProjectionDoor(Freshness freshness, Graph graph, LogicalHashes hashes) {
    this.freshness = freshness;
    this.graph = graph;
    this.hashes = hashes;
  }

  @Override
  public Uni<Projection> getProjection(GetProjectionRequest request) {
    String tenant = Caller.current().tenant();
    return freshness
        .await(request.getPosition())
        .chain(
            () ->
                Uni.combine().all().unis(position(), quarantined(tenant)).with(ProjectionDoor::of));
  }

  @Override
  public Uni<LogicalHash> getLogicalHash(GetLogicalHashRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(() -> hashes.of(tenant, request.getScope()))
        .map(hash -> LogicalHash.newBuilder().setHash(hash).build());
  }

  /** What is committed, by this replica or another. */
  private Uni<Position> position() {
    return graph
        .list(
            "SELECT partition_id, position FROM graph.cursor",
            Tuple.tuple(),
            row -> Position.of(row.getInteger(0), row.getLong(1)))
        .map(positions -> positions.stream().reduce(Position.START, Position::merge));
  }

  private Uni<Long> quarantined(String tenant) {
    return graph
        .first(
            "SELECT count(*) FROM graph.quarantine WHERE tenant = $1 OR $1 = '*'",
            Tuple.of(tenant),
            row -> row.getLong(0))
        .map(count -> count.orElse(0L));
  }

  private static Projection of(Position position, long quarantined) {
    return Projection.newBuilder()
        .setPosition(position.toString())
        .setQuarantinedCount(quarantined)
        .build();
  }
}
