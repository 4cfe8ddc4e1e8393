package io.throughline.lineage.run;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.parameter.Parameters;
import io.throughline.lineage.series.Summaries;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.v1.Conflict;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.SeriesSummary;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads runs. */
@ApplicationScoped
public class Runs {
  private static final int MAX_CONFLICTS = 1_000;

  private record Refused(String run, Conflict conflict) {}

  private final Graph graph;
  private final Parameters parameters;
  private final Tags tags;
  private final Summaries summaries;

  public Runs(Graph graph, Parameters parameters, Tags tags, Summaries summaries) {
    this.graph = graph;
    this.parameters = parameters;
    this.tags = tags;
    this.summaries = summaries;
  }

  /** One run, or NOT_FOUND. */
  public Uni<Run> get(String tenant, ResourceName name) {
    return all(tenant, name.scope().toString(), List.of(name.toString()), RunMask.ALL)
        .map(
            runs ->
                runs.stream()
                    .findFirst()
                    .orElseThrow(() -> Failure.notFound("run", name.toString())));
  }

  /** Runs of one experiment, in the order of the names, with the fields of a mask. */
  Uni<List<Run>> all(String tenant, String scope, List<String> names, RunMask mask) {
    return Uni.combine()
        .all()
        .unis(
            rows(tenant, scope, names),
            asked(mask, "parameters", () -> parameters.of(tenant, scope, names)),
            asked(mask, "tags", () -> tags.of(tenant, scope, names)),
            asked(mask, "metrics", () -> summaries.ofRuns(tenant, scope, names)),
            asked(mask, "conflicts", () -> conflicts(tenant, scope, names)))
        .with(Runs::complete)
        .map(
            runs -> {
              Map<String, Run> byName = new HashMap<>();
              runs.forEach(run -> byName.put(run.getName(), run));
              return names.stream()
                  .map(byName::get)
                  .filter(Objects::nonNull)
                  .map(mask::apply)
                  .toList();
            });
  }

  private static <T> Uni<Map<String, List<T>>> asked(
      RunMask mask, String field, Supplier<Uni<Map<String, List<T>>>> read) {
    return mask.reads(field) ? read.get() : Uni.createFrom().item(Map.of());
  }

  private Uni<List<Run.Builder>> rows(String tenant, String scope, List<String> names) {
    return graph.list(
        """
        SELECT name, parent, step, display_name, start_time, state, message, end_time
        FROM graph.run WHERE tenant = $1 AND scope = $2 AND name = ANY ($3)""",
        Tuple.of(tenant, scope, names.toArray(String[]::new)),
        Runs::run);
  }

  private Uni<Map<String, List<Conflict>>> conflicts(
      String tenant, String scope, List<String> names) {
    return graph
        .list(
            """
            SELECT c.run, c.subject, c.kept, c.refused
            FROM unnest($3::text[]) AS r(name) CROSS JOIN LATERAL (
              SELECT run, subject, kept, refused, refused_digest FROM graph.conflict
              WHERE tenant = $1 AND scope = $2 AND run = r.name
              ORDER BY subject, refused_digest LIMIT $4) AS c
            ORDER BY c.run, c.subject, c.refused_digest""",
            Tuple.of(tenant, scope, names.toArray(String[]::new), MAX_CONFLICTS),
            row ->
                new Refused(
                    row.getString(0),
                    Conflict.newBuilder()
                        .setSubject(row.getString(1))
                        .setKept(row.getString(2))
                        .setRefused(row.getString(3))
                        .build()))
        .map(
            rows ->
                rows.stream()
                    .collect(
                        Collectors.groupingBy(
                            Refused::run,
                            Collectors.mapping(Refused::conflict, Collectors.toList()))));
  }

  private static List<Run> complete(
      List<Run.Builder> runs,
      Map<String, List<Parameter>> parameters,
      Map<String, List<Tag>> tags,
      Map<String, List<SeriesSummary>> metrics,
      Map<String, List<Conflict>> conflicts) {
    return runs.stream()
        .map(
            run ->
                run.addAllParameters(parameters.getOrDefault(run.getName(), List.of()))
                    .addAllTags(tags.getOrDefault(run.getName(), List.of()))
                    .addAllMetrics(metrics.getOrDefault(run.getName(), List.of()))
                    .addAllConflicts(conflicts.getOrDefault(run.getName(), List.of()))
                    .build())
        .toList();
  }

  private static Run.Builder run(Row row) {
    Run.Builder run =
        Run.newBuilder()
            .setName(row.getString("name"))
            .setParent(row.getString("parent"))
            .setStep(row.getString("step"))
            .setDisplayName(row.getString("display_name"))
            .setState(RunState.forNumber(row.getInteger("state")))
            .setMessage(row.getString("message"));
    if (row.getOffsetDateTime("start_time") != null) {
      run.setStartTime(Times.toMessage(row.getOffsetDateTime("start_time")));
    }
    if (row.getOffsetDateTime("end_time") != null) {
      run.setEndTime(Times.toMessage(row.getOffsetDateTime("end_time")));
    }
    return run;
  }
}
