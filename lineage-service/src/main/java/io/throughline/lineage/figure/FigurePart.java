package io.throughline.lineage.figure;

import static io.throughline.lineage.store.Column.bigint;
import static io.throughline.lineage.store.Column.bytes;
import static io.throughline.lineage.store.Column.integer;
import static io.throughline.lineage.store.Column.text;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.FigureChunkSent;
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

/** Figures that were drawn, and the chunks of large ones. */
@ApplicationScoped
public class FigurePart implements Part {

  private static final Table CONTENT =
      SetTable.of(
          "figure_content",
          List.of(text("tenant"), text("scope"), text("digest")),
          List.of(bytes("content")));

  private static final Table CHUNK =
      SetTable.of(
          "figure_chunk",
          List.of(text("tenant"), text("scope"), text("digest"), integer("chunk_index")),
          List.of(bytes("content"), integer("source_partition"), bigint("recorded_from")));

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.FIGURE_DRAWN, KindCase.FIGURE_CHUNK_SENT);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    if (fact.event().hasFigureDrawn()) {
      draw(fact, fact.event().getFigureDrawn(), writes);
    } else {
      keep(fact, fact.event().getFigureChunkSent(), writes);
    }
  }

  private static void draw(Fact fact, FigureDrawn figure, Writes writes) {
    byte[] content = figure.getContent().toByteArray();
    boolean whole = content.length > 0;
    Figure detail =
        Figure.newBuilder()
            .setRun(figure.getRun())
            .setModel(figure.getModel())
            .setTitle(figure.getTitle())
            .setMediaType(figure.getMediaType())
            .setDigest(whole ? Identity.digest(content) : figure.getDigest())
            .setSizeBytes(whole ? content.length : figure.getSizeBytes())
            .setChunkCount(figure.getChunkCount())
            .build();
    GraphWriter graph =
        new GraphWriter(fact, writes)
            .declare(figure.getName(), figure.getTitle())
            .link(figure.getRun(), EdgeKind.EDGE_KIND_PRODUCED, figure.getName())
            .link(figure.getModel(), EdgeKind.EDGE_KIND_SHOWN_BY, figure.getName());
    if (whole && !graph.isRepeated()) {
      writes.add(CONTENT, fact.tenant(), fact.scope(), detail.getDigest(), Buffer.buffer(content));
    }
    Declarations.say(fact, writes, figure.getName(), detail, figure.getRun());
  }

  private static void keep(Fact fact, FigureChunkSent chunk, Writes writes) {
    new GraphWriter(fact, writes).mention(chunk.getFigure());
    writes.add(
        CHUNK,
        fact.tenant(),
        fact.scope(),
        chunk.getDigest(),
        chunk.getIndex(),
        Buffer.buffer(chunk.getContent().toByteArray()),
        fact.partition(),
        fact.position());
  }
}
