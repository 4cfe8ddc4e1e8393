package io.throughline.lineage.series;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.v1.AlignSeriesRequest;
import io.throughline.lineage.v1.AlignSeriesResponse;
import io.throughline.lineage.v1.GetSeriesRequest;
import io.throughline.lineage.v1.ListSeriesRequest;
import io.throughline.lineage.v1.ListSeriesResponse;
import io.throughline.lineage.v1.Series;
import io.throughline.lineage.v1.SeriesService;
import io.throughline.server.access.Caller;
import java.util.ArrayList;
import java.util.List;

/** The door to series. */
@GrpcService
public class SeriesDoor implements SeriesService {
  private final Freshness freshness;
  private final Summaries summaries;
  private final Histories histories;

  SeriesDoor(Freshness freshness, Summaries summaries, Histories histories) {
    this.freshness = freshness;
    this.summaries = summaries;
    this.histories = histories;
  }

  @Override
  public Uni<ListSeriesResponse> listSeries(ListSeriesRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return freshness
        .await(request.getPosition())
        .chain(() -> summaries.page(tenant, request.getSubject(), size, request.getPageToken()))
        .map(
            page ->
                ListSeriesResponse.newBuilder()
                    .addAllSeries(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }

  @Override
  public Uni<Series> getSeries(GetSeriesRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(() -> histories.get(tenant, request.getSeries(), Range.of(request.getRange())))
        .map(found -> found.message(request.getMaxPoints()));
  }

  @Override
  public Uni<AlignSeriesResponse> alignSeries(AlignSeriesRequest request) {
    String tenant = Caller.current().oneTenant();
    List<SeriesIdentity> wanted = new ArrayList<>(request.getSeriesList());
    if (request.hasBaseline()) {
      wanted.add(request.getBaseline());
    }
    int count = request.getSeriesCount();
    return freshness
        .await(request.getPosition())
        .chain(() -> histories.all(tenant, wanted, Range.of(request.getRange())))
        .map(
            found ->
                new Alignment(
                        request,
                        found.subList(0, count),
                        request.hasBaseline() ? found.get(count) : null)
                    .response());
  }
}
