package io.throughline.lineage.run;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.RunState;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.Nodes;
import io.throughline.lineage.parameter.Parameters;
import io.throughline.lineage.series.PastSummaries;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.v1.Conflict;
import io.throughline.lineage.v1.Run;
import io.throughline.server.name.ResourceName;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Reads a run as it was, or was known, at a moment. */
@ApplicationScoped
public class PastRuns {
  private static final int MAX_CONFLICTS = 1_000;

  private final Nodes nodes;
  private final Graph graph;
  private final Parameters parameters;
  private final Tags tags;
  private final PastSummaries summaries;

  PastRuns(Nodes nodes, Graph graph, Parameters parameters, Tags tags, PastSummaries summaries) {
    this.nodes = nodes;
    this.graph = graph;
    this.parameters = parameters;
    this.tags = tags;
    this.summaries = summaries;
  }

  /** One run at a moment, or NOT_FOUND where it had not begun or nobody had spoken of it. */
  public Uni<Run> get(String tenant, ResourceName name, Moment moment) {
    String scope = name.scope().toString();
    String run = name.toString();
    return nodes
        .get(tenant, name, moment)
        .chain(
            node ->
                Uni.combine()
                    .all()
                    .unis(
                        row(tenant, scope, run, moment),
                        parameters.of(tenant, scope, List.of(run), moment),
                        tags.of(tenant, scope, run, moment),
                        summaries.of(tenant, scope, run, moment),
                        conflicts(tenant, scope, run, moment))
                    .with(
                        (found, chosen, tagged, metrics, conflicts) ->
                            found
                                .orElseGet(() -> Run.newBuilder().setName(run))
                                .addAllParameters(chosen.getOrDefault(run, List.of()))
                                .addAllTags(tagged)
                                .addAllMetrics(metrics)
                                .addAllConflicts(conflicts)
                                .build()));
  }

  private Uni<Optional<Run.Builder>> row(String tenant, String scope, String run, Moment moment) {
    String started = Moment.known("r.source_partition", "r.start_recorded", 5);
    String ended = Moment.known("r.source_partition", "r.end_recorded", 5);
    return graph.first(
        """
        SELECT name, parent, step, display_name, start_time, message, end_time, end_state,
          start_recorded IS NOT NULL AND %s AND %s AS started,
          end_recorded IS NOT NULL AND %s AND %s AS ended
        FROM graph.run AS r WHERE tenant = $1 AND scope = $2 AND name = $3"""
            .formatted(
                started, Moment.begun("r.start_time", 4), ended, Moment.begun("r.end_time", 4)),
        moment.addTo(Tuple.of(tenant, scope, run)),
        PastRuns::run);
  }

  private static Run.Builder run(Row row) {
    Run.Builder run = Run.newBuilder().setName(row.getString("name"));
    if (row.getBoolean("started")) {
      run.setParent(row.getString("parent"))
          .setStep(row.getString("step"))
          .setDisplayName(row.getString("display_name"))
          .setState(RunState.RUN_STATE_RUNNING)
          .setStartTime(Times.toMessage(row.getOffsetDateTime("start_time")));
    }
    if (row.getBoolean("ended")) {
      run.setState(RunState.forNumber(row.getInteger("end_state")))
          .setMessage(row.getString("message"))
          .setEndTime(Times.toMessage(row.getOffsetDateTime("end_time")));
    }
    return run;
  }

  private Uni<List<Conflict>> conflicts(String tenant, String scope, String run, Moment moment) {
    return graph.list(
        """
        SELECT subject, kept, refused FROM graph.conflict AS c
        WHERE tenant = $1 AND scope = $2 AND run = $3 AND %s
          AND ($5::timestamptz IS NULL OR true)
        ORDER BY subject, refused_digest LIMIT $4"""
            .formatted(Moment.known("c", 6)),
        moment.addTo(Tuple.of(tenant, scope, run, MAX_CONFLICTS)),
        row ->
            Conflict.newBuilder()
                .setSubject(row.getString(0))
                .setKept(row.getString(1))
                .setRefused(row.getString(2))
                .build());
  }
}
