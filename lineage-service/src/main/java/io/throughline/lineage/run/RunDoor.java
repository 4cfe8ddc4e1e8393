package io.throughline.lineage.run;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moments;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.search.RunSearch;
import io.throughline.lineage.v1.CountRunsRequest;
import io.throughline.lineage.v1.CountRunsResponse;
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
  private final Moments moments;
  private final Runs runs;
  private final PastRuns past;
  private final RunSearch search;

  RunDoor(Freshness freshness, Moments moments, Runs runs, PastRuns past, RunSearch search) {
    this.freshness = freshness;
    this.moments = moments;
    this.runs = runs;
    this.past = past;
    this.search = search;
  }

  @Override
  public Uni<Run> getRun(GetRunRequest request) {
    String tenant = Caller.current().oneTenant();
    ResourceName name = ResourceName.parse(request.getName());
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> moment.isNow() ? runs.get(tenant, name) : past.get(tenant, name, moment));
  }

  @Override
  public Uni<SearchRunsResponse> searchRuns(SearchRunsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    RunMask mask = RunMask.of(request.getReadMask());
    return freshness
        .await(request.getPosition())
        .chain(() -> search.page(tenant, request, size))
        .chain(
            page ->
                runs.all(tenant, request.getExperiment(), page.rows(), mask)
                    .map(
                        found ->
                            SearchRunsResponse.newBuilder()
                                .addAllRuns(found)
                                .setNextPageToken(page.next())
                                .build()));
  }

  @Override
  public Uni<CountRunsResponse> countRuns(CountRunsRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(() -> search.count(tenant, request))
        .map(count -> CountRunsResponse.newBuilder().setCount(count).build());
  }
}
