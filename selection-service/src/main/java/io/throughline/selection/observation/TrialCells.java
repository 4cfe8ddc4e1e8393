package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.BinCounts;
import io.throughline.selection.cell.CellKey;
import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.observation.Analyses.Recorded;
import io.throughline.selection.observation.ObservedTrial.KindAndCurrency;
import io.throughline.selection.trial.TrialPlan;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the running cells of a trial, over all buckets. */
final class TrialCells {
  private static final String SUMS =
      """
      SELECT phase, arm, metric, cohort, day, sum(n)::bigint, sum(y)::text, sum(x)::text,
        sum(yy)::text, sum(xx)::text, sum(xy)::text
      FROM observed.cell WHERE analysis_id = $1 GROUP BY 1, 2, 3, 4, 5""";

  private static final String BINS =
      """
      SELECT phase, arm, metric, cohort, day, bins, bin_counts FROM observed.cell
      WHERE analysis_id = $1 AND bins <> '{}'""";

  private static final String BUILT =
      """
      SELECT avg((built_to IS NULL)::int)::float8 FROM observed.analysis_bucket
      WHERE analysis_id = $1""";

  private static final String LATEST =
      """
      SELECT max(exposure_time), max(outcome_time) FROM observed.latest WHERE bucket_id / 8 = $1""";

  private static final String CURRENCIES =
      """
      SELECT kind, currency, sum(outcomes)::bigint FROM observed.currency_count
      WHERE bucket_id BETWEEN $1 * 8 AND $1 * 8 + 7 GROUP BY 1, 2""";

  private TrialCells() {}

  /** A trial of which no analysis is built. */
  static ObservedTrial none(TrialPlan plan, Optional<Double> builtShare, String position) {
    return new ObservedTrial(
        plan,
        Optional.empty(),
        Map.of(),
        Map.of(),
        builtShare,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Map.of(),
        position);
  }

  /** The trial by the analysis that serves; by none while the first one is built. */
  static Uni<ObservedTrial> serving(
      SqlClient connection, Analyses analyses, int trial, TrialPlan plan, String position) {
    return analyses
        .ofTrial(connection, trial)
        .chain(
            all -> {
              Optional<Recorded> serving = first(all, Analyses.SERVING);
              return share(connection, first(all, Analyses.BUILDING))
                  .chain(
                      share ->
                          serving.isEmpty()
                              ? Uni.createFrom().item(none(plan, share, position))
                              : read(connection, analyses, serving.get(), share, position));
            });
  }

  private static Optional<Recorded> first(List<Recorded> all, short state) {
    return all.stream().filter(each -> each.state() == state).findFirst();
  }

  private static Uni<Optional<Double>> share(SqlClient connection, Optional<Recorded> building) {
    return building.isEmpty()
        ? Uni.createFrom().item(Optional.empty())
        : Sql.list(connection, BUILT, Tuple.of(building.get().id()), row -> row.getDouble(0))
            .map(shares -> shares.stream().findFirst());
  }

  private static Uni<ObservedTrial> read(
      SqlClient connection,
      Analyses analyses,
      Recorded serving,
      Optional<Double> share,
      String position) {
    return analyses
        .load(connection, serving)
        .chain(
            analysis ->
                Dictionary.population(connection, serving.tenant(), analysis.plan().population())
                    .chain(
                        population ->
                            cells(connection, serving.id())
                                .chain(
                                    cells ->
                                        around(
                                            connection,
                                            population.id(),
                                            serving,
                                            analysis,
                                            cells,
                                            share,
                                            position))));
  }

  private static Uni<ObservedTrial> around(
      SqlClient connection,
      int population,
      Recorded serving,
      Analysis analysis,
      Map<CellKey, CellTotals> cells,
      Optional<Double> share,
      String position) {
    Tuple values = Tuple.of(population);
    return Sql.list(
            connection, LATEST, values, row -> List.of(time(row.getLong(0)), time(row.getLong(1))))
        .chain(
            latest ->
                Sql.list(
                        connection,
                        CURRENCIES,
                        values,
                        row ->
                            Map.entry(
                                new KindAndCurrency(row.getString(0), row.getString(1)),
                                row.getLong(2)))
                    .map(
                        counts ->
                            new ObservedTrial(
                                analysis.plan(),
                                Optional.of(analysis),
                                cells,
                                versions(serving),
                                share,
                                latest.get(0).get(0),
                                latest.get(0).get(1),
                                Map.ofEntries(counts.toArray(Map.Entry[]::new)),
                                position)));
  }

  private static OptionalLong time(Long millis) {
    return millis == null || millis == Long.MIN_VALUE
        ? OptionalLong.empty()
        : OptionalLong.of(millis);
  }

  private static Uni<Map<CellKey, CellTotals>> cells(SqlClient connection, long analysis) {
    Map<CellKey, CellTotals> cells = new HashMap<>();
    return Sql.list(
            connection,
            SUMS,
            Tuple.of(analysis),
            row ->
                cells.put(
                    CellTable.key(row),
                    new CellTotals(
                        row.getLong(5),
                        new BigDecimal(row.getString(6)),
                        new BigDecimal(row.getString(7)),
                        new BigDecimal(row.getString(8)),
                        new BigDecimal(row.getString(9)),
                        new BigDecimal(row.getString(10)),
                        BinCounts.NONE)))
        .chain(
            () ->
                Sql.list(
                    connection,
                    BINS,
                    Tuple.of(analysis),
                    row ->
                        cells.merge(
                            CellTable.key(row),
                            new CellTotals(
                                0,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                BinCounts.of(row.getArrayOfIntegers(5), row.getArrayOfLongs(6))),
                            CellTotals::plus)))
        .replaceWith(cells);
  }

  /** The version of each outcome metric, from its key {@code outcomeMetrics/id@version}. */
  static Map<String, Long> versions(Recorded recorded) {
    Map<String, Long> versions = new HashMap<>();
    for (String key : recorded.metrics()) {
      int at = key.lastIndexOf('@');
      versions.put(key.substring(key.indexOf('/') + 1, at), Long.parseLong(key.substring(at + 1)));
    }
    return versions;
  }
}
