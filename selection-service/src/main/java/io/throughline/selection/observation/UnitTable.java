package io.throughline.selection.observation;

import static io.throughline.selection.observation.Sql.longs;
import static io.throughline.selection.observation.Sql.texts;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.UnitState;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        ($4::bigint[])[after + 1 : upto]
      FROM unnest($2::bigint[], $3::text[], $5::int[], $6::int[], $7::smallint[], $8::smallint[],
        $9::smallint[], $10::bigint[], $11::bigint[], $12::bigint[]) AS new (analysis_id, unit,
        after, upto, status, phase, arm, first_time, cohorts, covariate)
      ON CONFLICT (bucket_id, analysis_id, unit) DO UPDATE SET status = excluded.status,
        phase = excluded.phase, arm = excluded.arm, first_time = excluded.first_time,
        cohorts = excluded.cohorts, covariate = excluded.covariate, totals = excluded.totals""";

  private UnitTable() {}

  /** Which unit of which analysis. */
  record Key(long analysis, String unit) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::analysis).thenComparing(Key::unit);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

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

  /**
   * Writes whole rows, new ones or others in their place. By the primary key, so that no plan can
   * read a bucket, which only grows.
   */
  static Uni<Void> write(SqlClient connection, int bucket, Map<Key, UnitState> states) {
    if (states.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Map.Entry<Key, UnitState>> rows = inOrder(states);
    Tuple values = keysAndTotals(bucket, rows);
    values.addValue(
        Sql.column(rows, row -> (short) row.getValue().status().ordinal(), Short[]::new));
    values.addValue(Sql.column(rows, row -> (short) row.getValue().phase(), Short[]::new));
    values.addValue(Sql.column(rows, row -> (short) row.getValue().arm(), Short[]::new));
    values.addValue(longs(rows, row -> row.getValue().firstTime()));
    values.addValue(longs(rows, row -> row.getValue().cohorts()));
    values.addValue(longs(rows, row -> row.getValue().covariate()));
    return Sql.run(connection, WRITE, values).replaceWithVoid();
  }

  /** In the order of the primary key, so that neighbours are written together. */
  private static List<Map.Entry<Key, UnitState>> inOrder(Map<Key, UnitState> states) {
    List<Map.Entry<Key, UnitState>> rows = new ArrayList<>(states.entrySet());
    rows.sort(Map.Entry.comparingByKey());
    return rows;
  }

  /** The keys, the totals of all rows one after the other, and which of these are each row's. */
  private static Tuple keysAndTotals(int bucket, List<Map.Entry<Key, UnitState>> rows) {
    Integer[] after = new Integer[rows.size()];
    Integer[] upto = new Integer[rows.size()];
    List<Long> totals = new ArrayList<>();
    for (int i = 0; i < after.length; i++) {
      after[i] = totals.size();
      for (long total : rows.get(i).getValue().totals()) {
        totals.add(total);
      }
      upto[i] = totals.size();
    }
    return Tuple.of(
        bucket,
        longs(rows, row -> row.getKey().analysis()),
        texts(rows, row -> row.getKey().unit()),
        totals.toArray(Long[]::new),
        after,
        upto);
  }
}
