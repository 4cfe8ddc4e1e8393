package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.Analysis;
import io.throughline.selection.cell.Cells;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/**
 * What the cells would have been when no more than a position was known: computed from the
 * observations themselves, a page of units at a time.
 */
final class PastCells {
  private static final int UNITS = 5000;

  private static final String PARTITIONS =
      """
      SELECT bucket_id, partition_id FROM observed.bucket WHERE bucket_id / 8 = $1
      ORDER BY bucket_id""";

  private PastCells() {}

  private record Bucket(int id, int partition) {}

  /**
   * Reads a trial's units as they were known.
   *
   * @param analysis the definitions by which they are counted
   */
  static Uni<Cells> read(
      SqlClient connection, int trial, int population, Analysis analysis, Position known) {
    ActiveAnalysis active = ActiveAnalysis.of(0, trial, analysis, null);
    Cells cells = new Cells(analysis);
    return Sql.list(
            connection,
            PARTITIONS,
            Tuple.of(population),
            row -> new Bucket(row.getInteger(0), row.getInteger(1)))
        .chain(
            buckets -> {
              Uni<Void> all = Uni.createFrom().voidItem();
              for (Bucket bucket : buckets) {
                long position = known.at(bucket.partition());
                all = all.chain(() -> add(connection, bucket.id(), active, position, "", cells));
              }
              return all;
            })
        .replaceWith(cells);
  }

  private static Uni<Void> add(
      SqlClient connection,
      int bucket,
      ActiveAnalysis active,
      long position,
      String after,
      Cells cells) {
    return UnitPages.next(connection, bucket, active, after, UNITS)
        .chain(
            units ->
                RawUnits.read(connection, bucket, units, position)
                    .invoke(raw -> add(raw, active, units, cells))
                    .chain(
                        () ->
                            units.size() < UNITS
                                ? Uni.createFrom().voidItem()
                                : add(
                                    connection,
                                    bucket,
                                    active,
                                    position,
                                    units.get(units.size() - 1),
                                    cells)));
  }

  private static void add(RawUnits raw, ActiveAnalysis active, List<String> units, Cells cells) {
    for (String unit : units) {
      raw.state(active, unit).ifPresent(cells::add);
    }
  }
}
