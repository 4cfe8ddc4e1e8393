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
import io.throughline.server.status.Failure;
import java.util.ArrayList;
import java.util.List;

/** The door to series. */
@GrpcService
public class SeriesDoor implements SeriesService {
  private static final int MOST_ALIGNED = 100;

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
    List<SeriesIdentity> wanted = wanted(request);
    int count = wanted.size();
    SeriesIdentity baseline = baseline(request);
    if (baseline != null) {
      wanted.add(baseline);
    }
    return freshness
        .await(request.getPosition())
        .chain(() -> histories.all(tenant, wanted, Range.of(request.getRange())))
        .map(
            found ->
                new Alignment(
                        request,
                        found.subList(0, count),
                        baseline == null ? null : found.get(count))
                    .response());
  }

  private static List<SeriesIdentity> wanted(AlignSeriesRequest request) {
    List<SeriesIdentity> wanted = new ArrayList<>(request.getSeriesList());
    request.getRunsList().forEach(run -> wanted.add(of(run, request.getMetric())));
    if (wanted.isEmpty() || wanted.size() > MOST_ALIGNED) {
      throw Failure.invalidField(
          "series",
          "together with runs from 1 to %d, not %d".formatted(MOST_ALIGNED, wanted.size()));
    }
    return wanted;
  }

  private static SeriesIdentity baseline(AlignSeriesRequest request) {
    if (request.hasBaseline()) {
      return request.getBaseline();
    }
    return request.getBaselineRun().isEmpty()
        ? null
        : of(request.getBaselineRun(), request.getMetric());
  }

  private static SeriesIdentity of(String run, String metric) {
    return SeriesIdentity.newBuilder().setRun(run).setMetric(metric).build();
  }
}
