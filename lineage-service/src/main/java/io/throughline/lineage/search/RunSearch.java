package io.throughline.lineage.search;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.CountRunsRequest;
import io.throughline.lineage.v1.SearchRunsRequest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds the runs of an experiment that meet a filter. */
@ApplicationScoped
public class RunSearch {
  private static final String METHOD = "SearchRuns";

  /** A run, and where it stands: the number of its section, then its key there. */
  private record Found(String name, List<String> key) {}

  /**
   * What was read.
   *
   * @param next the number of the section that was not looked into; all were, where it is none
   */
  private record Read(List<Found> runs, int next) {}

  private final Graph graph;
  private final int few;
  private final Clock clock = Clock.systemUTC();

  RunSearch(
      Graph graph,
      @ConfigProperty(name = "throughline.search.few-runs", defaultValue = "8000") int few) {
    this.graph = graph;
    this.few = few;
  }

  /**
   * A page of the names of runs, in the order asked for.
   *
   * @throws io.throughline.server.status.Failure FILTER_INVALID or PAGE_TOKEN_INVALID
   */
  public Uni<Page<String>> page(String tenant, SearchRunsRequest request, int size) {
    String[] bound = {
      METHOD,
      tenant,
      request.getExperiment(),
      request.getFilter(),
      request.getOrderBy(),
      Boolean.toString(request.getShowDeleted())
    };
    List<String> last = PageToken.decode(request.getPageToken(), bound);
    Query query =
        new Query(
            tenant,
            request.getExperiment(),
            Filters.formula(request.getFilter(), clock.instant()),
            Filters.order(request.getOrderBy()),
            request.getShowDeleted(),
            size + 1,
            few);
    int section = last.isEmpty() ? 0 : query.section(last);
    List<String> after = last.isEmpty() ? List.of() : last.subList(1, last.size());
    return more(query, section, after, List.of())
        .map(
            read ->
                read.next < query.sectionCount()
                    ? new Page<>(read.runs, PageToken.encode(List.of("" + read.next), bound))
                    : Page.of(read.runs, size, Found::key, bound))
        .map(page -> new Page<>(page.rows().stream().map(Found::name).toList(), page.next()));
  }

  /**
   * How many runs meet a filter.
   *
   * @throws io.throughline.server.status.Failure FILTER_INVALID
   */
  public Uni<Long> count(String tenant, CountRunsRequest request) {
    Binds binds = new Binds(tenant, request.getExperiment());
    String met =
        Query.met(
            Filters.formula(request.getFilter(), clock.instant()),
            request.getShowDeleted(),
            "r.name",
            binds);
    return graph
        .first(
            "SELECT count(*) FROM graph.run AS r WHERE r.tenant = $1 AND r.scope = $2 AND " + met,
            binds.tuple(),
            row -> row.getLong(0))
        .map(count -> count.orElse(0L));
  }

  /**
   * The rows of a section and, where they are too few, of those behind it. A page that is full
   * where a section ends does not look into the next one: that there is nothing there can take long
   * to see.
   */
  private Uni<Read> more(Query query, int number, List<String> after, List<Found> before) {
    int missing = query.size() - before.size();
    if (missing == 0) {
      return Uni.createFrom().item(new Read(before, query.sectionCount()));
    }
    if (number == query.sectionCount() || missing == 1) {
      return Uni.createFrom().item(new Read(before, number));
    }
    Query.Statement statement = query.statement(number, after, missing);
    return graph
        .list(statement.sql(), statement.values(), row -> found(row, number, statement.section()))
        .chain(
            rows -> {
              List<Found> all = new ArrayList<>(before);
              all.addAll(rows);
              return more(query, number + 1, List.of(), all);
            });
  }

  private static Found found(Row row, int number, Section section) {
    List<String> key = new ArrayList<>(List.of(Integer.toString(number)));
    key.addAll(section.key(row));
    return new Found(row.getString("name"), key);
  }
}
