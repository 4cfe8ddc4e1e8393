package io.throughline.lineage.inspection;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;

/** Makes the logical hash of a scope or of a whole tenant, from rows that are streamed. */
@ApplicationScoped
public class LogicalHashes {
  private final Graph graph;

  public LogicalHashes(Graph graph) {
    this.graph = graph;
  }

  /**
   * The hash of everything that the graph says at one moment.
   *
   * @param scope the scope; empty: everything of the tenant
   * @return {@code sha256:} and 64 hexadecimal digits
   */
  public Uni<String> of(String tenant, String scope) {
    return graph
        .pool()
        .withTransaction(
            connection -> {
              Sum sum = new Sum();
              Tuple values = Tuple.of(tenant, scope);
              Uni<Void> summed =
                  connection
                      .query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                      .execute()
                      .replaceWithVoid();
              for (String query : Contents.QUERIES) {
                summed = summed.chain(() -> each(connection, query, values, sum::add));
              }
              return summed
                  .chain(() -> each(connection, Contents.CHUNKS, values, sum::addChunk))
                  .map(done -> sum.text());
            });
  }

  private Uni<Void> each(
      SqlConnection connection, String query, Tuple values, Consumer<Row> consumer) {
    return graph.stream(connection, query, values).onItem().invoke(consumer).onItem().ignoreAsUni();
  }
}
