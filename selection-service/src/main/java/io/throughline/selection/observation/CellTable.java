package io.throughline.selection.observation;

import static io.throughline.selection.observation.Sql.ints;
import static io.throughline.selection.observation.Sql.longs;
import static io.throughline.selection.observation.Sql.texts;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.CellKey;
import io.throughline.selection.cell.CellSums;
import io.throughline.selection.cell.Cells;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table {@code cell}: exact sums, changed by what a group of batches changes. */
final class CellTable {
  private static final String CHANGE =
      """
      INSERT INTO observed.cell AS c (analysis_id, bucket_id, phase, arm, metric, cohort, day, n, y, x,
        yy, xx, xy, bins, bin_counts)
      SELECT $1, $2, phase, arm, metric, cohort, day, n, y::numeric, x::numeric, yy::numeric,
        xx::numeric, xy::numeric, bins::int[], bin_counts::bigint[]
      FROM unnest($3::smallint[], $4::smallint[], $5::smallint[], $6::smallint[], $7::int[],
        $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
        $15::text[]) AS new (phase, arm, metric, cohort, day, n, y, x, yy, xx, xy, bins, bin_counts)
      ON CONFLICT (analysis_id, bucket_id, phase, arm, metric, cohort, day) DO UPDATE SET
        n = c.n + excluded.n, y = c.y + excluded.y, x = c.x + excluded.x, yy = c.yy + excluded.yy,
        xx = c.xx + excluded.xx, xy = c.xy + excluded.xy, bins = excluded.bins,
        bin_counts = excluded.bin_counts""";

  private static final String BINS =
      """
      SELECT c.phase, c.arm, c.metric, c.cohort, c.day, c.bins, c.bin_counts
      FROM unnest($3::smallint[], $4::smallint[], $5::smallint[], $6::smallint[], $7::int[])
        AS k (phase, arm, metric, cohort, day)
      JOIN observed.cell AS c ON c.analysis_id = $1 AND c.bucket_id = $2 AND c.phase = k.phase
        AND c.arm = k.arm AND c.metric = k.metric AND c.cohort = k.cohort AND c.day = k.day""";

  private CellTable() {}

  /**
   * Adds the sums to an analysis' cells in a bucket, which only one transaction changes at a time.
   */
  static Uni<Void> add(SqlClient connection, long analysis, int bucket, Cells cells) {
    Map<CellKey, CellSums> changed = new HashMap<>();
    cells.sums().forEach((key, sums) -> put(changed, key, sums));
    if (changed.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<CellKey> binned =
        changed.entrySet().stream()
            .filter(entry -> !entry.getValue().bins().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    return bins(connection, analysis, bucket, binned)
        .chain(bins -> change(connection, analysis, bucket, changed, bins));
  }

  private static void put(Map<CellKey, CellSums> changed, CellKey key, CellSums sums) {
    if (!sums.isZero()) {
      changed.put(key, sums);
    }
  }

  private static Uni<Map<CellKey, SortedMap<Integer, Long>>> bins(
      SqlClient connection, long analysis, int bucket, List<CellKey> keys) {
    Map<CellKey, SortedMap<Integer, Long>> bins = new HashMap<>();
    if (keys.isEmpty()) {
      return Uni.createFrom().item(bins);
    }
    Tuple values = Tuple.of(analysis, bucket);
    addKeys(values, keys);
    return connection
        .preparedQuery(BINS)
        .execute(values)
        .map(
            rows -> {
              rows.forEach(row -> bins.put(key(row), counts(row, 5)));
              return bins;
            });
  }

  static CellKey key(Row row) {
    return new CellKey(
        row.getShort(0), row.getShort(1), row.getShort(2), row.getShort(3), row.getInteger(4));
  }

  /** The counts of bins, from a column of bins and the one after it. */
  static SortedMap<Integer, Long> counts(Row row, int at) {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    Integer[] bins = row.getArrayOfIntegers(at);
    Long[] units = row.getArrayOfLongs(at + 1);
    for (int i = 0; i < bins.length; i++) {
      counts.put(bins[i], units[i]);
    }
    return counts;
  }

  private static Uni<Void> change(
      SqlClient connection,
      long analysis,
      int bucket,
      Map<CellKey, CellSums> changed,
      Map<CellKey, SortedMap<Integer, Long>> before) {
    List<CellKey> keys = List.copyOf(changed.keySet());
    Map<CellKey, SortedMap<Integer, Long>> after = new HashMap<>();
    for (CellKey key : keys) {
      SortedMap<Integer, Long> bins = before.getOrDefault(key, new TreeMap<>());
      changed.get(key).bins().forEach((bin, units) -> bins.merge(bin, units, Long::sum));
      bins.values().removeIf(units -> units == 0);
      after.put(key, bins);
    }
    Tuple values = Tuple.of(analysis, bucket);
    addKeys(values, keys);
    values.addValue(longs(keys, key -> changed.get(key).n()));
    for (Function<CellSums, BigInteger> sum :
        List.<Function<CellSums, BigInteger>>of(
            CellSums::y, CellSums::x, CellSums::yy, CellSums::xx, CellSums::xy)) {
      values.addValue(texts(keys, key -> sum.apply(changed.get(key)).toString()));
    }
    values.addValue(texts(keys, key -> array(after.get(key).keySet())));
    values.addValue(texts(keys, key -> array(after.get(key).values())));
    return Sql.run(connection, CHANGE, values).replaceWithVoid();
  }

  private static void addKeys(Tuple values, List<CellKey> keys) {
    values.addValue(Sql.column(keys, key -> (short) key.phase(), Short[]::new));
    values.addValue(Sql.column(keys, key -> (short) key.arm(), Short[]::new));
    values.addValue(Sql.column(keys, key -> (short) key.metric(), Short[]::new));
    values.addValue(Sql.column(keys, key -> (short) key.cohort(), Short[]::new));
    values.addValue(ints(keys, CellKey::day));
  }

  private static String array(Collection<?> numbers) {
    return numbers.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
