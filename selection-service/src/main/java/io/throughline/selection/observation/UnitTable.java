package io.throughline.selection.observation;

import static io.throughline.selection.observation.Sql.longs;
import static io.throughline.selection.observation.Sql.texts;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.UnitState;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table {@code trial_unit}: a row for each unit of an analysis. */
final class UnitTable {
  private static final String READ =
      """
      SELECT analysis_id, unit, status, phase, arm, first_time, cohorts, covariate, totals
      FROM observed.trial_unit
      WHERE bucket_id = $1 AND analysis_id = ANY ($2) AND unit = ANY ($3)""";

  private static final String WRITE =
      """
      INSERT INTO observed.trial_unit AS u (bucket_id, analysis_id, unit, status, phase, arm,
        first_time, cohorts, covariate, totals)
      SELECT $1, analysis_id, unit, status, phase, arm, first_time, cohorts, covariate,
        totals::bigint[]
      FROM unnest($2::bigint[], $3::text[], $4::smallint[], $5::smallint[], $6::smallint[],
        $7::bigint[], $8::bigint[], $9::bigint[], $10::text[]) AS new (analysis_id, unit, status,
        phase, arm, first_time, cohorts, covariate, totals)
      ON CONFLICT (bucket_id, analysis_id, unit) DO UPDATE SET status = excluded.status,
        phase = excluded.phase, arm = excluded.arm, first_time = excluded.first_time,
        cohorts = excluded.cohorts, covariate = excluded.covariate, totals = excluded.totals""";

  private static final String TOTALS =
      """
      UPDATE observed.trial_unit AS u SET totals = new.totals::bigint[]
      FROM unnest($2::bigint[], $3::text[], $4::text[]) AS new (analysis_id, unit, totals)
      WHERE u.bucket_id = $1 AND u.analysis_id = new.analysis_id AND u.unit = new.unit""";

  private UnitTable() {}

  /** Which unit of which analysis. */
  record Key(long analysis, String unit) {}

  /** The units that have a row. */
  static Uni<Map<Key, UnitState>> read(
      SqlClient connection, int bucket, Collection<Long> analyses, Collection<String> units) {
    if (analyses.isEmpty() || units.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return connection
        .preparedQuery(READ)
        .execute(Tuple.of(bucket, analyses.toArray(Long[]::new), units.toArray(String[]::new)))
        .map(
            rows -> {
              Map<Key, UnitState> states = new HashMap<>();
              rows.forEach(
                  row ->
                      states.put(
                          new Key(row.getLong(0), row.getString(1)),
                          new UnitState(
                              UnitState.Status.values()[row.getShort(2)],
                              row.getShort(3),
                              row.getShort(4),
                              row.getLong(5),
                              row.getLong(6),
                              row.getLong(7),
                              Arrays.stream(row.getArrayOfLongs(8))
                                  .mapToLong(Long::longValue)
                                  .toArray())));
              return states;
            });
  }

  /** Writes whole rows, new ones or others in their place. */
  static Uni<Void> write(SqlClient connection, int bucket, Map<Key, UnitState> states) {
    if (states.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Map.Entry<Key, UnitState>> rows = List.copyOf(states.entrySet());
    Tuple values =
        Tuple.of(
            bucket,
            longs(rows, row -> row.getKey().analysis()),
            texts(rows, row -> row.getKey().unit()),
            Sql.column(rows, row -> (short) row.getValue().status().ordinal(), Short[]::new),
            Sql.column(rows, row -> (short) row.getValue().phase(), Short[]::new),
            Sql.column(rows, row -> (short) row.getValue().arm(), Short[]::new));
    values.addValue(longs(rows, row -> row.getValue().firstTime()));
    values.addValue(longs(rows, row -> row.getValue().cohorts()));
    values.addValue(longs(rows, row -> row.getValue().covariate()));
    values.addValue(texts(rows, row -> array(row.getValue().totals())));
    return Sql.run(connection, WRITE, values).replaceWithVoid();
  }

  /** Writes the totals of rows that exist. */
  static Uni<Void> writeTotals(SqlClient connection, int bucket, Map<Key, UnitState> states) {
    if (states.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Map.Entry<Key, UnitState>> rows = List.copyOf(states.entrySet());
    return Sql.run(
            connection,
            TOTALS,
            Tuple.of(
                bucket,
                longs(rows, row -> row.getKey().analysis()),
                texts(rows, row -> row.getKey().unit()),
                texts(rows, row -> array(row.getValue().totals()))))
        .replaceWithVoid();
  }

  private static String array(long[] totals) {
    return Arrays.stream(totals)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }
}
