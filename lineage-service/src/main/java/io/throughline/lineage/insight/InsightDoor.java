package io.throughline.lineage.insight;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moments;
import io.throughline.lineage.declaration.DeclaredResources;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.v1.GetInsightRequest;
import io.throughline.lineage.v1.Insight;
import io.throughline.lineage.v1.InsightService;
import io.throughline.lineage.v1.ListInsightsRequest;
import io.throughline.lineage.v1.ListInsightsResponse;
import io.throughline.server.access.Caller;

/** The door to insights. */
@GrpcService
public class InsightDoor implements InsightService {
  private final Moments moments;
  private final DeclaredResources resources;

  InsightDoor(Moments moments, DeclaredResources resources) {
    this.moments = moments;
    this.resources = resources;
  }

  @Override
  public Uni<Insight> getInsight(GetInsightRequest request) {
    String tenant = Caller.current().oneTenant();
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(moment -> resources.get(Insights.KIND, tenant, request.getName(), moment));
  }

  @Override
  public Uni<ListInsightsResponse> listInsights(ListInsightsRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return moments
        .await(request.getPosition(), request.getAsOf())
        .chain(
            moment ->
                resources.list(
                    Insights.KIND,
                    tenant,
                    request.getExperiment(),
                    moment,
                    size,
                    request.getPageToken()))
        .map(
            page ->
                ListInsightsResponse.newBuilder()
                    .addAllInsights(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }
}
