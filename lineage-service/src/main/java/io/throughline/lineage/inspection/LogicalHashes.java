package io.throughline.lineage.inspection;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes the logical hash of a scope or of a whole tenant, from rows that are streamed. */
@ApplicationScoped
public class LogicalHashes {
  private final Graph graph;

  public LogicalHashes(Graph graph) {
    this.graph = graph;
  }

  /**
   * The hash of everything that the graph says now.
   *
   * @param scope the scope; empty: everything of the tenant
   * @return {@code sha256:} and 64 hexadecimal digits
   */
  public Uni<String> of(String tenant, String scope) {
    return of(List.of(tenant), scope, Moment.NOW).map(hashes -> hashes.get(tenant));
  }

  /**
   * The hashes of what the graph says of several tenants at a moment; of a past one without what is
   * not dated. Hashes of a past moment are comparable with each other only.
   */
  public Uni<Map<String, String>> of(List<String> tenants, String scope, Moment moment) {
    return graph
        .pool()
        .withTransaction(
            connection -> {
              Map<String, Sum> sums = new HashMap<>();
              tenants.forEach(tenant -> sums.put(tenant, new Sum()));
              Tuple now = Tuple.of(tenants.toArray(String[]::new), scope);
              Tuple past = moment.addTo(Tuple.of(tenants.toArray(String[]::new), scope));
              Uni<Void> summed =
                  connection
                      .query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                      .execute()
                      .replaceWithVoid();
              for (String query : Contents.queries(moment)) {
                summed =
                    summed.chain(
                        () ->
                            each(
                                connection,
                                query,
                                moment.isNow() ? now : past,
                                row -> sums.get(row.getString(0)).add(row)));
              }
              return summed
                  .chain(
                      () ->
                          each(
                              connection,
                              Contents.CHUNKS,
                              past,
                              row -> sums.get(row.getString(0)).addChunk(row, moment)))
                  .map(
                      done -> {
                        Map<String, String> hashes = new HashMap<>();
                        sums.forEach((tenant, sum) -> hashes.put(tenant, sum.text()));
                        return hashes;
                      });
            });
  }

  private Uni<Void> each(
      SqlConnection connection, String query, Tuple values, Consumer<Row> consumer) {
    return graph.stream(connection, query, values).onItem().invoke(consumer).onItem().ignoreAsUni();
  }
}
