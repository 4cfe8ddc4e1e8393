package io.throughline.lineage.figure;

import com.google.protobuf.ByteString;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.page.PageSize;
import io.throughline.lineage.v1.Figure;
import io.throughline.lineage.v1.FigureService;
import io.throughline.lineage.v1.GetFigureRequest;
import io.throughline.lineage.v1.ListFiguresRequest;
import io.throughline.lineage.v1.ListFiguresResponse;
import io.throughline.lineage.v1.ReadFigureRequest;
import io.throughline.lineage.v1.ReadFigureResponse;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;

/** The door to figures. */
@GrpcService
public class FigureDoor implements FigureService {
  private final Freshness freshness;
  private final Figures figures;
  private final FigureBytes bytes;

  FigureDoor(Freshness freshness, Figures figures, FigureBytes bytes) {
    this.freshness = freshness;
    this.figures = figures;
    this.bytes = bytes;
  }

  @Override
  public Uni<Figure> getFigure(GetFigureRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(() -> figures.get(tenant, ResourceName.parse(request.getName())));
  }

  @Override
  public Multi<ReadFigureResponse> readFigure(ReadFigureRequest request) {
    String tenant = Caller.current().oneTenant();
    return freshness
        .await(request.getPosition())
        .chain(() -> bytes.read(tenant, ResourceName.parse(request.getName())))
        .onItem()
        .transformToMulti(FigureBytes.Content::chunks)
        .map(
            chunk ->
                ReadFigureResponse.newBuilder()
                    .setContent(ByteString.copyFrom(chunk.getBytes()))
                    .build());
  }

  @Override
  public Uni<ListFiguresResponse> listFigures(ListFiguresRequest request) {
    String tenant = Caller.current().oneTenant();
    int size = PageSize.of(request.getPageSize());
    return freshness
        .await(request.getPosition())
        .chain(() -> figures.list(tenant, request.getSubject(), size, request.getPageToken()))
        .map(
            page ->
                ListFiguresResponse.newBuilder()
                    .addAllFigures(page.rows())
                    .setNextPageToken(page.next())
                    .build());
  }
}
