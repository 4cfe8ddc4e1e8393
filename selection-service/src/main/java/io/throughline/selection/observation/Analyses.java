package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.Analysis;
import io.throughline.selection.outcome.Cohort;
import io.throughline.selection.outcome.DefinitionTable;
import io.throughline.selection.outcome.DefinitionTable.Stored;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.text.DefinitionReader;
import io.throughline.selection.trial.TrialPlan;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Analyses: made anew whenever anything changes by which a trial's units are counted. The newest
 * one that is built serves; the one before it goes.
 */
@ApplicationScoped
public class Analyses {
  /** Being built from what was observed before. */
  public static final short BUILDING = 0;

  /** Answers readouts. */
  public static final short SERVING = 1;

  /** To be removed. */
  public static final short RETIRED = 2;

  private static final int KEPT = 10_000;

  private static final String OF_TRIAL =
      """
      SELECT a.analysis_id, a.trial_id, a.position, a.time_zone, a.metrics, a.cohorts, t.tenant,
        a.partition_id, a.state
      FROM observed.analysis AS a JOIN observed.trial AS t USING (trial_id) WHERE a.trial_id = $1
      ORDER BY a.analysis_id DESC""";

  private static final String OF_BUCKET =
      """
      SELECT a.analysis_id, a.trial_id, a.position, a.time_zone, a.metrics, a.cohorts, t.tenant,
        a.partition_id, a.state, b.built_to
      FROM observed.analysis_bucket AS b
      JOIN observed.analysis AS a USING (analysis_id) JOIN observed.trial AS t USING (trial_id)
      WHERE b.bucket_id = $1 ORDER BY b.analysis_id FOR UPDATE OF b""";

  private static final String ADD =
      """
      WITH added AS (
        INSERT INTO observed.analysis (trial_id, population_id, partition_id, position, time_zone,
          metrics, cohorts, state)
        SELECT $1, $2, $3, $4, time_zone, $5, $6, 0 FROM observed.population
        WHERE population_id = $2
        RETURNING analysis_id
      ), buckets AS (
        INSERT INTO observed.analysis_bucket (bucket_id, analysis_id, built_to)
        SELECT $2 * 8 + bucket, analysis_id, '' FROM added, generate_series(0, 7) AS bucket
      )
      UPDATE observed.analysis SET state = 2 WHERE trial_id = $1 AND state = 0""";

  private static final String TRIALS =
      """
      SELECT DISTINCT trial_id FROM observed.analysis WHERE population_id = $1 ORDER BY trial_id""";

  private final Map<Long, Analysis> known = new ConcurrentHashMap<>();

  /** What the table says of an analysis. */
  record Recorded(
      long id,
      int trialId,
      String tenant,
      int partition,
      long position,
      String timeZone,
      List<String> metrics,
      List<String> cohorts,
      short state) {

    static Recorded of(Row row) {
      return new Recorded(
          row.getLong(0),
          row.getInteger(1),
          row.getString(6),
          row.getInteger(7),
          row.getLong(2),
          row.getString(3),
          Arrays.asList(row.getArrayOfStrings(4)),
          Arrays.asList(row.getArrayOfStrings(5)),
          row.getShort(8));
    }
  }

  private record Bucketed(Recorded recorded, String builtTo) {}

  /** The analyses of a trial that is declared, the newest first. */
  Uni<List<Recorded>> ofTrial(SqlClient connection, int trial) {
    return Sql.list(connection, OF_TRIAL, Tuple.of(trial), Recorded::of);
  }

  /** The analyses in a bucket, which stays locked until the transaction ends. */
  Uni<List<ActiveAnalysis>> lock(SqlClient connection, int bucket) {
    return Sql.list(
            connection,
            OF_BUCKET,
            Tuple.of(bucket),
            row -> new Bucketed(Recorded.of(row), row.getString(9)))
        .chain(
            rows -> {
              Uni<List<ActiveAnalysis>> all = Uni.createFrom().item(new java.util.ArrayList<>());
              for (Bucketed row : rows) {
                all =
                    all.chain(
                        list ->
                            load(connection, row.recorded())
                                .map(
                                    analysis -> {
                                      list.add(
                                          ActiveAnalysis.of(
                                              row.recorded().id(),
                                              row.recorded().trialId(),
                                              analysis,
                                              row.builtTo()));
                                      return list;
                                    }));
              }
              return all;
            });
  }

  /** The definitions of an analysis, which never change. */
  Uni<Analysis> load(SqlClient connection, Recorded recorded) {
    Analysis before = known.get(recorded.id());
    if (before != null) {
      return Uni.createFrom().item(before);
    }
    return TrialTable.plan(connection, recorded.trialId(), recorded.position())
        .map(Optional::orElseThrow)
        .chain(
            plan ->
                DefinitionTable.versions(
                        connection,
                        recorded.tenant(),
                        plan.population(),
                        Stream.concat(recorded.metrics().stream(), recorded.cohorts().stream())
                            .toList())
                    .map(stored -> analysis(recorded, plan, stored)))
        .invoke(
            analysis -> {
              if (known.size() >= KEPT) {
                known.clear();
              }
              known.put(recorded.id(), analysis);
            });
  }

  /** The same with other definitions, of those that the trial's plan asks for. */
  static Recorded with(Recorded recorded, TrialPlan plan, List<Stored> stored) {
    return new Recorded(
        recorded.id(),
        recorded.trialId(),
        recorded.tenant(),
        recorded.partition(),
        recorded.position(),
        recorded.timeZone(),
        List.of(keys(stored, DefinitionTable.METRIC, plan.metrics())),
        List.of(keys(stored, DefinitionTable.COHORT, List.of())),
        recorded.state());
  }

  static Analysis analysis(Recorded recorded, TrialPlan plan, List<Stored> stored) {
    return new Analysis(
        plan,
        metrics(recorded.metrics(), stored),
        cohorts(recorded.cohorts(), stored),
        zone(recorded.timeZone()));
  }

  private static List<OutcomeMetric> metrics(List<String> keys, List<Stored> stored) {
    return keys.stream()
        .map(key -> yaml(key, stored))
        .map(yaml -> DefinitionReader.read(yaml).metric().orElseThrow())
        .toList();
  }

  private static List<Cohort> cohorts(List<String> keys, List<Stored> stored) {
    return keys.stream()
        .map(key -> yaml(key, stored))
        .map(yaml -> DefinitionReader.read(yaml).cohort().orElseThrow())
        .toList();
  }

  private static String yaml(String key, List<Stored> stored) {
    return stored.stream()
        .filter(each -> each.key().equals(key))
        .map(Stored::yaml)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no definition " + key));
  }

  /** A zone by its name; UTC where there is none of that name. */
  static ZoneId zone(String name) {
    try {
      return ZoneId.of(name.isEmpty() ? "UTC" : name);
    } catch (DateTimeException unknown) {
      return ZoneOffset.UTC;
    }
  }

  /** Begins a trial's analysis with everything as it stands now, where the trial is declared. */
  Uni<Void> renew(SqlClient connection, String tenant, int trial) {
    return TrialTable.last(connection, trial)
        .chain(
            last ->
                last.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : TrialTable.plan(connection, trial, last.get().position())
                        .chain(
                            plan ->
                                plan.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : begin(connection, tenant, trial, last.get(), plan.get())));
  }

  private Uni<Void> begin(
      SqlClient connection, String tenant, int trial, TrialTable.Place last, TrialPlan plan) {
    return Dictionary.population(connection, tenant, plan.population())
        .chain(
            population ->
                DefinitionTable.newest(connection, tenant, plan.population())
                    .chain(
                        newest ->
                            Sql.run(
                                connection,
                                ADD,
                                Tuple.of(
                                    trial,
                                    population.id(),
                                    last.partition(),
                                    last.position(),
                                    keys(newest, DefinitionTable.METRIC, plan.metrics()),
                                    keys(newest, DefinitionTable.COHORT, List.of())))))
        .replaceWithVoid();
  }

  private static String[] keys(List<Stored> newest, String kind, List<String> wanted) {
    return newest.stream()
        .filter(each -> each.kind().equals(kind))
        .filter(each -> wanted.isEmpty() || wanted.contains(each.id()))
        .sorted(Comparator.comparing(Stored::id))
        .map(Stored::key)
        .toArray(String[]::new);
  }

  /** Begins the analyses of all trials of a population anew. */
  public Uni<Void> renewAll(SqlClient connection, String tenant, String population) {
    return Dictionary.population(connection, tenant, population)
        .chain(
            found -> Sql.list(connection, TRIALS, Tuple.of(found.id()), row -> row.getInteger(0)))
        .chain(
            trials -> {
              Uni<Void> all = Uni.createFrom().voidItem();
              for (int trial : trials) {
                all = all.chain(() -> renew(connection, tenant, trial));
              }
              return all;
            });
  }
}
