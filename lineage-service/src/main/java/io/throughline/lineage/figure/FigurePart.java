package io.throughline.lineage.figure;

import static io.throughline.lineage.store.Column.bytes;
import static io.throughline.lineage.store.Column.text;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.FigureDrawn;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.Identity;
import io.throughline.lineage.store.SetTable;
import io.throughline.lineage.store.Table;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.Figure;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Figures that were drawn. */
@ApplicationScoped
public class FigurePart implements Part {

  private static final Table CONTENT =
      SetTable.of(
          "figure_content",
          List.of(text("tenant"), text("scope"), text("digest")),
          List.of(bytes("content")));

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.FIGURE_DRAWN);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    FigureDrawn figure = fact.event().getFigureDrawn();
    byte[] content = figure.getContent().toByteArray();
    Figure detail =
        Figure.newBuilder()
            .setRun(figure.getRun())
            .setModel(figure.getModel())
            .setTitle(figure.getTitle())
            .setMediaType(figure.getMediaType())
            .setDigest(Identity.digest(content))
            .setSizeBytes(content.length)
            .build();
    GraphWriter graph =
        new GraphWriter(fact, writes)
            .declare(figure.getName(), figure.getTitle())
            .link(figure.getRun(), EdgeKind.EDGE_KIND_PRODUCED, figure.getName())
            .link(figure.getModel(), EdgeKind.EDGE_KIND_SHOWN_BY, figure.getName());
    if (!graph.isRepeated()) {
      writes.add(CONTENT, fact.tenant(), fact.scope(), detail.getDigest(), Buffer.buffer(content));
    }
    Declarations.say(fact, writes, figure.getName(), detail, figure.getRun());
  }
}
