package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.CellKey;
import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.cell.Cells;
import io.throughline.selection.observation.Analyses.Recorded;
import io.throughline.selection.outcome.DefinitionTable;
import io.throughline.selection.trial.TrialPlan;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads what was observed of trials: of one instant, since all of it is read in one snapshot. */
@ApplicationScoped
public class Trials {
  private static final String SNAPSHOT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

  private static final String ID =
      "SELECT trial_id FROM observed.trial WHERE tenant = $1 AND name = $2";

  private static final String NAMES =
      """
      SELECT name FROM observed.trial AS t
      WHERE tenant = $1 AND name > $2 AND starts_with(name, $3)
        AND EXISTS (SELECT FROM observed.trial_event AS e WHERE e.trial_id = t.trial_id)
      ORDER BY name LIMIT $4""";

  private final Pool pool;
  private final Analyses analyses;
  private final Following following;

  Trials(Pool pool, Analyses analyses, Following following) {
    this.pool = pool;
    this.following = following;
    this.analyses = analyses;
  }

  /** The names of an environment's trials after one, at most so many. */
  public Uni<List<String>> names(String tenant, String environment, String after, int count) {
    return Sql.list(
        pool,
        NAMES,
        Tuple.of(tenant, after, environment + "/trials/", count),
        row -> row.getString(0));
  }

  /** The trial as it stands; empty where it is not declared. */
  public Uni<Optional<TrialPlan>> plan(String tenant, String name) {
    return Sql.list(pool, ID, Tuple.of(tenant, name), row -> row.getInteger(0))
        .chain(
            ids ->
                ids.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : TrialTable.plan(pool, ids.get(0), Long.MAX_VALUE));
  }

  /**
   * The trial as it is known now, from its running cells.
   *
   * @throws Failure (as a failure) NOT_FOUND where it is not declared
   */
  public Uni<ObservedTrial> now(String tenant, String name) {
    String position = following.position().toString();
    return snapshot(
        connection ->
            find(connection, tenant, name, Long.MAX_VALUE)
                .chain(
                    found ->
                        TrialCells.serving(
                            connection, analyses, found.id(), found.plan(), position)));
  }

  /**
   * The trial as it would have been seen when no more than a position was known, by the definitions
   * of then, from the observations themselves.
   *
   * @throws Failure (as a failure) NOT_FOUND where it was not declared
   */
  public Uni<ObservedTrial> at(String tenant, String name, Position known) {
    return snapshot(
        connection ->
            find(connection, tenant, name, Long.MAX_VALUE)
                .chain(
                    found ->
                        TrialTable.last(connection, found.id())
                            .chain(
                                last ->
                                    find(
                                        connection,
                                        tenant,
                                        name,
                                        known.at(last.orElseThrow().partition()))))
                .chain(found -> past(connection, found, known)));
  }

  private record Found(int id, TrialPlan plan) {}

  private <T> Uni<T> snapshot(Function<SqlConnection, Uni<T>> read) {
    return pool.withTransaction(
        connection -> connection.query(SNAPSHOT).execute().chain(() -> read.apply(connection)));
  }

  private static Uni<Found> find(
      SqlConnection connection, String tenant, String name, long position) {
    return Sql.list(connection, ID, Tuple.of(tenant, name), row -> row.getInteger(0))
        .chain(
            ids ->
                ids.isEmpty()
                    ? Uni.createFrom().failure(unknown(name))
                    : TrialTable.plan(connection, ids.get(0), position)
                        .map(plan -> plan.orElseThrow(() -> unknown(name)))
                        .map(plan -> new Found(ids.get(0), plan)));
  }

  private static Failure unknown(String name) {
    return Failure.of(
            ErrorReason.ERROR_REASON_NOT_FOUND,
            "'%s' was not declared up to this position".formatted(name))
        .resource("trial", name);
  }

  private Uni<ObservedTrial> past(SqlConnection connection, Found found, Position known) {
    return analyses
        .ofTrial(connection, found.id())
        .chain(
            all ->
                all.isEmpty()
                    ? Uni.createFrom()
                        .item(TrialCells.none(found.plan(), Optional.of(0.0), known.toString()))
                    : past(connection, found, known, all.get(0)));
  }

  private Uni<ObservedTrial> past(
      SqlConnection connection, Found found, Position known, Recorded newest) {
    String population = found.plan().population();
    return DefinitionTable.newestAt(connection, newest.tenant(), population, known)
        .chain(
            stored -> {
              Recorded recorded = Analyses.with(newest, found.plan(), stored);
              Analysis then = Analyses.analysis(recorded, found.plan(), stored);
              return Dictionary.population(connection, newest.tenant(), population)
                  .chain(
                      observed ->
                          PastCells.read(connection, found.id(), observed.id(), then, known))
                  .map(cells -> past(found.plan(), then, cells, recorded, known));
            });
  }

  private static ObservedTrial past(
      TrialPlan plan, Analysis then, Cells cells, Recorded recorded, Position known) {
    Map<CellKey, CellTotals> totals = new HashMap<>();
    cells.sums().forEach((key, sums) -> totals.put(key, CellTotals.of(sums)));
    return new ObservedTrial(
        plan,
        Optional.of(then),
        totals,
        TrialCells.versions(recorded),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Map.of(),
        known.toString());
  }
}
