package io.throughline.lineage.search;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.SearchRunsRequest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the runs of an experiment that meet a filter. */
@ApplicationScoped
public class RunSearch {
  private static final String METHOD = "SearchRuns";

  private record Found(String name, List<String> key) {}

  private final Graph graph;

  public RunSearch(Graph graph) {
    this.graph = graph;
  }

  /**
   * A page of the names of runs, in the order asked for.
   *
   * @throws io.throughline.server.status.Failure FILTER_INVALID or PAGE_TOKEN_INVALID
   */
  public Uni<Page<String>> page(String tenant, SearchRunsRequest request, int size) {
    String[] bound = {
      METHOD, tenant, request.getExperiment(), request.getFilter(), request.getOrderBy()
    };
    List<String> last = PageToken.decode(request.getPageToken(), bound);
    Binds binds = new Binds();
    String tenantBind = binds.add(tenant);
    String scopeBind = binds.add(request.getExperiment());
    OrderSql order = OrderSql.of(Parser.order(request.getOrderBy()), binds);
    String conditions =
        Parser.filter(request.getFilter()).stream()
            .map(condition -> " AND " + ConditionSql.of(condition, binds))
            .collect(Collectors.joining());
    String after = last.isEmpty() ? "" : order.after(last, binds);
    String sql =
        """
        SELECT r.name, %s FROM graph.run AS r %s
        WHERE r.tenant = %s AND r.scope = %s%s%s
        ORDER BY %s LIMIT %s"""
            .formatted(
                order.select(),
                order.join(),
                tenantBind,
                scopeBind,
                conditions,
                after,
                order.orderBy(),
                binds.add(size + 1));
    return graph
        .list(sql, binds.tuple(), row -> found(row, order))
        .map(read -> Page.of(read, size, Found::key, bound))
        .map(page -> new Page<>(page.rows().stream().map(Found::name).toList(), page.next()));
  }

  private static Found found(Row row, OrderSql order) {
    return new Found(row.getString("name"), order.key(row));
  }
}
