package io.throughline.lineage.figure;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.graph.DeclarationReader;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.Figure;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads figures. */
@ApplicationScoped
public class Figures {
  private static final String LIST = "ListFigures";

  private final Graph graph;
  private final DeclarationReader declarations;

  public Figures(Graph graph, DeclarationReader declarations) {
    this.graph = graph;
    this.declarations = declarations;
  }

  /**
   * One figure, or NOT_FOUND; also where it is only mentioned. With its bytes, where they came in
   * one.
   */
  public Uni<Figure> get(String tenant, ResourceName name) {
    return graph
        .first(
            """
            SELECT d.detail::text AS detail, c.content,
              (SELECT count(*) = (d.detail ->> 'chunk_count')::int
                  AND sum(length(k.content)) = (d.detail ->> 'size_bytes')::bigint
                FROM graph.figure_chunk AS k
                WHERE k.tenant = d.tenant AND k.scope = d.scope AND k.digest = d.detail ->> 'digest'
                  AND k.chunk_index < (d.detail ->> 'chunk_count')::int) AS complete
            FROM graph.declaration AS d LEFT JOIN graph.figure_content AS c
              ON c.tenant = d.tenant AND c.scope = d.scope AND c.digest = d.detail ->> 'digest'
                AND NOT d.detail ? 'chunk_count'
            WHERE d.tenant = $1 AND d.scope = $2 AND d.name = $3""",
            Tuple.of(tenant, name.scope().toString(), name.toString()),
            row -> figure(name, row))
        .map(found -> found.orElseThrow(() -> Failure.notFound("figure", name.toString())));
  }

  private static Figure figure(ResourceName name, Row row) {
    Figure.Builder figure =
        Declarations.<Figure>read(row.getString("detail"), Figure::newBuilder).toBuilder()
            .setName(name.toString());
    Buffer content = row.getBuffer("content");
    if (content != null) {
      return figure.setContent(ByteString.copyFrom(content.getBytes())).setComplete(true).build();
    }
    return figure.setComplete(Boolean.TRUE.equals(row.getBoolean("complete"))).build();
  }

  /** A page of the figures of a run or a model, by name, without their bytes. */
  public Uni<Page<Figure>> list(String tenant, String subject, int size, String token) {
    List<String> last = PageToken.decode(token, LIST, tenant, subject);
    return graph
        .list(
            """
            SELECT DISTINCT target FROM graph.edge
            WHERE tenant = $1 AND scope = $2 AND source = $3 AND kind IN ($4, $5)
              AND target LIKE '%/figures/%' AND target > $6
            ORDER BY target LIMIT $7""",
            Tuple.from(
                List.of(
                    tenant,
                    GraphName.scopeOf(subject),
                    subject,
                    EdgeKind.EDGE_KIND_PRODUCED_VALUE,
                    EdgeKind.EDGE_KIND_SHOWN_BY_VALUE,
                    last.isEmpty() ? "" : last.get(0),
                    size + 1)),
            row -> row.getString(0))
        .chain(names -> declarations.<Figure>all(tenant, names, Figure::newBuilder))
        .map(
            found ->
                found.stream()
                    .map(said -> said.detail().toBuilder().setName(said.name()).build())
                    .toList())
        .map(read -> Page.of(read, size, f -> List.of(f.getName()), LIST, tenant, subject));
  }
}
