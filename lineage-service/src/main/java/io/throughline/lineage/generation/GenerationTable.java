package io.throughline.lineage.generation;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.generation.GenerationRow.Phase;
import io.throughline.lineage.store.Generation;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The table {@code public.generation}, and the schemas that it names. Every change holds one lock
 * of the database, so that replicas change it one after the other.
 */
@ApplicationScoped
class GenerationTable {
  private static final String LOCK = "SELECT pg_advisory_xact_lock(7311)";
  private static final String ROWS =
      """
      SELECT number, version, schema_name, serving, retire_time
      FROM public.generation ORDER BY number""";
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int TRIES = 100;

  private final Pool pool;

  GenerationTable(Pool pool) {
    this.pool = pool;
  }

  /** Makes the table and whatever generation this program needs; answers all generations. */
  Uni<List<GenerationRow>> install() {
    return locked(
        connection ->
            connection
                .query(GraphSchema.BESIDE)
                .execute()
                .chain(() -> rows(connection))
                .chain(rows -> complete(connection, rows)));
  }

  Uni<List<GenerationRow>> rows() {
    return pool.query(ROWS).execute().map(GenerationTable::read);
  }

  /** What each generation has applied. */
  Uni<Map<GenerationRow, Position>> positions(List<GenerationRow> rows) {
    Map<GenerationRow, Position> positions = new LinkedHashMap<>();
    Uni<Void> read = Uni.createFrom().voidItem();
    for (GenerationRow row : rows) {
      String cursors =
          "SELECT partition_id, position FROM %s.cursor".formatted(row.generation().schema());
      read =
          read.chain(() -> pool.query(cursors).execute())
              .invoke(
                  found -> {
                    Position applied = Position.START;
                    for (Row cursor : found) {
                      applied = applied.merge(Position.of(cursor.getInteger(0), cursor.getLong(1)));
                    }
                    positions.put(row, applied);
                  })
              .replaceWithVoid();
    }
    return read.replaceWith(positions);
  }

  /**
   * Begins a generation, unless one of this program's version is being built already.
   *
   * @return the one that is being built
   */
  Uni<GenerationRow> begin() {
    return locked(
        connection ->
            rows(connection)
                .chain(
                    rows ->
                        building(rows)
                            .map(row -> Uni.createFrom().item(row))
                            .orElseGet(() -> create(connection, rows, false))));
  }

  /** Makes what reading a built generation needs, once; its followers stand still meanwhile. */
  Uni<Void> index(GenerationRow building) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(
                    "SELECT 1 FROM public.generation WHERE number = $1 AND NOT indexed FOR UPDATE")
                .execute(Tuple.of(building.number()))
                .chain(
                    found ->
                        found.rowCount() == 0
                            ? Uni.createFrom().voidItem()
                            : connection
                                .query(GraphSchema.indexes(building.generation()))
                                .execute()
                                .chain(
                                    () ->
                                        connection
                                            .preparedQuery(
                                                """
                                                UPDATE public.generation SET indexed = true
                                                WHERE number = $1""")
                                            .execute(Tuple.of(building.number())))
                                .replaceWithVoid()));
  }

  /**
   * Lets a generation that is being built take the place of the one that serves, where it has
   * caught up: it holds whatever the other one holds, as far as the journal still has it. The other
   * one stands still meanwhile.
   *
   * @param head the last position of each of the journal's partitions
   * @return whether it serves now
   */
  Uni<Boolean> swap(GenerationRow building, Long[] head) {
    return locked(
        connection ->
            rows(connection)
                .chain(
                    rows -> {
                      Optional<GenerationRow> old =
                          rows.stream().filter(row -> row.is(Phase.SERVING)).findFirst();
                      boolean waits =
                          rows.stream()
                              .anyMatch(
                                  row ->
                                      row.number() == building.number() && row.is(Phase.BUILDING));
                      if (!waits) {
                        return Uni.createFrom().item(false);
                      }
                      return old.map(row -> caughtUp(connection, row, building, head))
                          .orElseGet(() -> Uni.createFrom().item(true))
                          .chain(
                              covers ->
                                  covers
                                      ? serve(connection, building)
                                      : Uni.createFrom().item(false));
                    }));
  }

  /** Drops what was retired long enough ago, and what no program will finish. */
  Uni<Void> dropRetired(Duration age) {
    return locked(
        connection ->
            connection
                .preparedQuery(
                    """
                    DELETE FROM public.generation
                    WHERE NOT serving AND (retire_time < now() - make_interval(secs => $1)
                      OR (retire_time IS NULL AND version < $2))
                    RETURNING number, version, schema_name, serving, retire_time""")
                .execute(Tuple.of((double) age.toMillis() / 1000, GraphSchema.VERSION))
                .map(GenerationTable::read)
                .chain(rows -> drop(connection, rows)));
  }

  private static Uni<Void> drop(SqlConnection connection, List<GenerationRow> rows) {
    Uni<Void> done = Uni.createFrom().voidItem();
    for (GenerationRow row : rows) {
      String drop = "DROP SCHEMA IF EXISTS %s CASCADE".formatted(row.generation().schema());
      done = done.chain(() -> connection.query(drop).execute().replaceWithVoid());
    }
    return done;
  }

  private static Uni<List<GenerationRow>> complete(
      SqlConnection connection, List<GenerationRow> rows) {
    Optional<GenerationRow> serving =
        rows.stream().filter(row -> row.is(Phase.SERVING)).findFirst();
    boolean current = serving.filter(row -> row.version() >= GraphSchema.VERSION).isPresent();
    if (current || building(rows).isPresent()) {
      return Uni.createFrom().item(rows);
    }
    return create(connection, rows, serving.isEmpty()).chain(() -> rows(connection));
  }

  private static Uni<GenerationRow> create(
      SqlConnection connection, List<GenerationRow> rows, boolean serving) {
    int number = rows.stream().mapToInt(GenerationRow::number).max().orElse(0) + 1;
    Generation generation = new Generation("graph_" + number);
    String tables = GraphSchema.tables(generation);
    return connection
        .query(serving ? tables + GraphSchema.indexes(generation) : tables)
        .execute()
        .chain(
            () ->
                connection
                    .preparedQuery(
                        """
                        INSERT INTO public.generation
                          (number, schema_name, serving, version, indexed)
                        VALUES ($1, $2, $3, $4, $3)""")
                    .execute(Tuple.of(number, generation.schema(), serving, GraphSchema.VERSION)))
        .replaceWith(
            new GenerationRow(
                number, GraphSchema.VERSION, serving ? Phase.SERVING : Phase.BUILDING, generation));
  }

  private Uni<Boolean> caughtUp(
      SqlConnection connection, GenerationRow old, GenerationRow building, Long[] head) {
    String held = old.generation().schema();
    String compare =
        """
        SELECT coalesce(bool_and(coalesce(n.position, 0) >= least(o.position, h.position)), true)
        FROM %s.cursor AS o
        LEFT JOIN %s.cursor AS n USING (partition_id)
        LEFT JOIN (
          SELECT n - 1 AS partition_id, position
          FROM unnest($1::bigint[]) WITH ORDINALITY AS u(position, n)) AS h USING (partition_id)"""
            .formatted(held, building.generation().schema());
    Uni<Boolean> once =
        connection
            .preparedQuery(compare)
            .execute(Tuple.of(head))
            .map(found -> found.iterator().next().getBoolean(0));
    return connection
        .query(
            "SET LOCAL lock_timeout = '5s'; LOCK TABLE %s.cursor IN EXCLUSIVE MODE".formatted(held))
        .execute()
        .chain(
            () ->
                once.onItem()
                    .transform(covers -> covers ? true : null)
                    .onItem()
                    .ifNull()
                    .failWith(NotYet::new)
                    .onFailure(NotYet.class)
                    .retry()
                    .withBackOff(PAUSE, PAUSE)
                    .atMost(TRIES))
        .onFailure(failure -> failure instanceof NotYet || failure.getCause() instanceof NotYet)
        .recoverWithItem(false);
  }

  private static Uni<Boolean> serve(SqlConnection connection, GenerationRow building) {
    return connection
        .query("UPDATE public.generation SET serving = false, retire_time = now() WHERE serving")
        .execute()
        .chain(
            () ->
                connection
                    .preparedQuery("UPDATE public.generation SET serving = true WHERE number = $1")
                    .execute(Tuple.of(building.number())))
        .replaceWith(true);
  }

  private static Optional<GenerationRow> building(List<GenerationRow> rows) {
    return rows.stream()
        .filter(row -> row.is(Phase.BUILDING) && row.version() == GraphSchema.VERSION)
        .findFirst();
  }

  private static Uni<List<GenerationRow>> rows(SqlConnection connection) {
    return connection.query(ROWS).execute().map(GenerationTable::read);
  }

  private static List<GenerationRow> read(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(GenerationRow::of).toList();
  }

  private <T> Uni<T> locked(Function<SqlConnection, Uni<T>> work) {
    return pool.withTransaction(
        connection -> connection.query(LOCK).execute().chain(() -> work.apply(connection)));
  }

  /** The new generation has not caught up yet. */
  private static final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotYet() {
      super("not caught up yet", null, false, false);
    }
  }
}
