package io.throughline.lineage.figure;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Identity;
import io.throughline.lineage.v1.Figure;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;

/** Reads the bytes of figures of any size, a chunk at a time. */
@ApplicationScoped
public class FigureBytes {
  private final Figures figures;
  private final Graph graph;

  public FigureBytes(Figures figures, Graph graph) {
    this.figures = figures;
    this.graph = graph;
  }

  /**
   * A figure and its bytes in order, after they have been checked against its digest.
   *
   * @param figure without its content
   * @param chunks its content, at most 1 MiB each
   */
  public record Content(Figure figure, Multi<Buffer> chunks) {}

  /** The bytes of one figure; NOT_FOUND, or STATE_UNSUITABLE where they are not all there. */
  public Uni<Content> read(String tenant, ResourceName name) {
    return figures
        .get(tenant, name)
        .chain(
            figure -> {
              if (figure.getChunkCount() == 0) {
                return Uni.createFrom()
                    .item(
                        new Content(
                            figure,
                            Multi.createFrom()
                                .item(Buffer.buffer(figure.getContent().toByteArray()))));
              }
              if (!figure.getComplete()) {
                return Uni.createFrom().failure(unsuitable(figure, "chunks of it are missing"));
              }
              return checked(tenant, name, figure);
            });
  }

  private Uni<Content> checked(String tenant, ResourceName name, Figure figure) {
    return chunks(tenant, name, figure)
        .onItem()
        .scan(Identity::sha256, FigureBytes::update)
        .collect()
        .last()
        .map(
            digest -> {
              if (!Identity.text(digest.digest()).equals(figure.getDigest())) {
                throw unsuitable(figure, "its chunks do not agree with its digest");
              }
              return new Content(figure, chunks(tenant, name, figure));
            });
  }

  private static MessageDigest update(MessageDigest digest, Buffer chunk) {
    digest.update(chunk.getBytes());
    return digest;
  }

  /** One query a chunk: never more than one of them is in memory. */
  private Multi<Buffer> chunks(String tenant, ResourceName name, Figure figure) {
    return Multi.createFrom()
        .range(0, figure.getChunkCount())
        .onItem()
        .transformToUniAndConcatenate(
            index ->
                graph
                    .first(
                        """
                        SELECT content FROM graph.figure_chunk
                        WHERE tenant = $1 AND scope = $2 AND digest = $3 AND chunk_index = $4""",
                        Tuple.of(tenant, name.scope().toString(), figure.getDigest(), index),
                        row -> row.getBuffer(0))
                    .map(
                        found ->
                            found.orElseThrow(
                                () -> unsuitable(figure, "chunks of it are missing"))));
  }

  private static Failure unsuitable(Figure figure, String why) {
    return Failure.of(
            ErrorReason.ERROR_REASON_STATE_UNSUITABLE,
            "figure '%s' cannot be read: %s".formatted(figure.getName(), why))
        .resource("figure", figure.getName());
  }
}
