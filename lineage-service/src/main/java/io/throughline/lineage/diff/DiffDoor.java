package io.throughline.lineage.diff;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.v1.DiffResourcesRequest;
import io.throughline.lineage.v1.DiffResourcesResponse;
import io.throughline.lineage.v1.DiffService;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import java.util.List;

/** The door to what differs. */
@GrpcService
public class DiffDoor implements DiffService {
  private final Freshness freshness;
  private final FactReader reader;

  DiffDoor(Freshness freshness, FactReader reader) {
    this.freshness = freshness;
    this.reader = reader;
  }

  @Override
  public Uni<DiffResourcesResponse> diffResources(DiffResourcesRequest request) {
    String tenant = Caller.current().oneTenant();
    List<ResourceName> names = request.getNamesList().stream().map(ResourceName::parse).toList();
    if (names.stream().map(ResourceName::kind).distinct().count() > 1) {
      throw Failure.invalidField(
          "names",
          "are of several kinds; compare runs with runs, models with models, or deployments with deployments");
    }
    return freshness
        .await(request.getPosition())
        .chain(
            () ->
                Multi.createFrom()
                    .iterable(names)
                    .onItem()
                    .transformToUniAndConcatenate(name -> reader.of(tenant, name))
                    .collect()
                    .asList())
        .map(facts -> Difference.of(request.getNamesList(), facts));
  }
}
