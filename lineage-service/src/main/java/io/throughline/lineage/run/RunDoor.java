package io.throughline.lineage.run;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.search.RunSearch;
import io.throughline.lineage.v1.GetRunRequest;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunService;
import io.throughline.lineage.v1.SearchRunsRequest;
import io.throughline.lineage.v1.SearchRunsResponse;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;

/** The door to runs. */
@GrpcService
public class RunDoor implements RunService {
  private final Freshness freshness;
  private final Runs runs;
  private final RunSearch search;

  RunDoor(Freshness freshness, Runs runs, RunSearch search) {
    this.freshness = freshness;
    this.runs = runs;
    this.search = search;
  }

  @Override
  public Uni<Run> getRun(GetRunRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(() -> runs.get(tenant, ResourceName.parse(request.getName())));
  }

  @Override
  public Uni<SearchRunsResponse> searchRuns(SearchRunsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return freshness
        .await(request.getPosition())
        .chain(() -> search.page(tenant, request, size))
        .chain(
            page ->
                runs.all(tenant, request.getExperiment(), page.rows())
                    .map(
                        found ->
                            SearchRunsResponse.newBuilder()
                                .addAllRuns(found)
                                .setNextPageToken(page.next())
                                .build()));
  }
}
