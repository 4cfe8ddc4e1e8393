package io.throughline.lineage.parameter;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Parameter;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the parameters of runs. */
@ApplicationScoped
public class Parameters {

  /**
   * A parameter and the run that chose it.
   *
   * @param run the run's name
   * @param parameter the parameter
   */
  public record Chosen(String run, Parameter parameter) {}

  private final Graph graph;

  public Parameters(Graph graph) {
    this.graph = graph;
  }

  /** The parameters of runs of one scope: for each run that has some, by kind and key. */
  public Uni<Map<String, List<Parameter>>> of(String tenant, String scope, List<String> runs) {
    return of(tenant, scope, runs, Moment.NOW);
  }

  /** The same at a moment. */
  public Uni<Map<String, List<Parameter>>> of(
      String tenant, String scope, List<String> runs, Moment moment) {
    return graph
        .list(
            """
            SELECT run, kind, key, form, value, number FROM graph.parameter AS p
            WHERE tenant = $1 AND scope = $2 AND run = ANY ($3) AND %s AND %s
            ORDER BY run, kind, key"""
                .formatted(Moment.begun("p.valid_time", 4), Moment.known("p", 5)),
            moment.addTo(Tuple.of(tenant, scope, runs.toArray(String[]::new))),
            Parameters::chosen)
        .map(
            rows ->
                rows.stream()
                    .collect(
                        Collectors.groupingBy(
                            Chosen::run,
                            Collectors.mapping(Chosen::parameter, Collectors.toList()))));
  }

  /** The parameters of runs of several scopes. */
  Uni<List<Chosen>> ofAll(String tenant, List<String> scopes, List<String> runs, Moment moment) {
    return graph.list(
        """
        SELECT run, kind, key, form, value, number
        FROM unnest($2::text[], $3::text[]) AS r(run_scope, run_name)
        JOIN graph.parameter AS p
          ON p.tenant = $1 AND p.scope = r.run_scope AND p.run = r.run_name
        WHERE %s AND %s"""
            .formatted(Moment.begun("p.valid_time", 4), Moment.known("p", 5)),
        moment.addTo(Tuple.of(tenant, scopes.toArray(String[]::new), runs.toArray(String[]::new))),
        Parameters::chosen);
  }

  /** What stands in a row of run, kind, key, form, value and number. */
  private static Chosen chosen(Row row) {
    ParameterValue value = new ParameterValue(row.getShort(3), row.getString(4), row.getDouble(5));
    return new Chosen(row.getString(0), value.toMessage(row.getInteger(1), row.getString(2)));
  }
}
