package io.throughline.selection.observation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.Cells;
import io.throughline.selection.cell.UnitState;
import io.throughline.selection.observation.UnitTable.Key;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Takes into a new analysis what was observed before it began, some thousand units of a bucket in a
 * transaction, while observations keep coming in; then lets it serve, and removes the one before.
 */
@ApplicationScoped
public class Backfill {
  private static final Logger LOG = Logger.getLogger(Backfill.class);
  private static final long IDLE_MILLIS = 200;
  private static final int UNITS = 5000;
  private static final long NOW = Long.MAX_VALUE;

  private static final String DUE =
      """
      SELECT b.bucket_id, b.analysis_id FROM observed.analysis_bucket AS b
      JOIN observed.analysis AS a USING (analysis_id)
      WHERE a.state = 0 AND b.built_to IS NOT NULL
      ORDER BY b.analysis_id, b.bucket_id LIMIT 1""";

  private static final String BUILT =
      """
      UPDATE observed.analysis_bucket SET built_to = $3 WHERE bucket_id = $1 AND analysis_id = $2""";

  private static final String SERVE =
      """
      WITH built AS (
        UPDATE observed.analysis AS a SET state = 1
        WHERE a.state = 0 AND NOT EXISTS (SELECT FROM observed.analysis_bucket AS b
          WHERE b.analysis_id = a.analysis_id AND b.built_to IS NOT NULL)
        RETURNING a.analysis_id, a.trial_id
      )
      UPDATE observed.analysis AS old SET state = 2 FROM built
      WHERE old.trial_id = built.trial_id AND old.analysis_id < built.analysis_id AND old.state < 2""";

  private static final String RETIRED =
      """
      SELECT b.bucket_id, b.analysis_id FROM observed.analysis_bucket AS b
      JOIN observed.analysis AS a USING (analysis_id) WHERE a.state = 2
      LIMIT 1 FOR UPDATE OF b SKIP LOCKED""";

  private static final String REMOVE_UNITS =
      """
      DELETE FROM observed.trial_unit WHERE bucket_id = $1 AND analysis_id = $2 AND unit IN (
        SELECT unit FROM observed.trial_unit WHERE bucket_id = $1 AND analysis_id = $2 LIMIT 20000)
      """;

  private static final String REMOVE_BUCKET =
      """
      WITH cells AS (DELETE FROM observed.cell WHERE analysis_id = $2 AND bucket_id = $1)
      DELETE FROM observed.analysis_bucket WHERE bucket_id = $1 AND analysis_id = $2""";

  private final Pool pool;
  private final Analyses analyses;
  private final Vertx vertx;
  private final int units;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile boolean stopped;

  @Inject
  Backfill(Pool pool, Analyses analyses, Vertx vertx) {
    this(pool, analyses, vertx, UNITS);
  }

  /** The same with another number of units in a transaction. */
  Backfill(Pool pool, Analyses analyses, Vertx vertx, int units) {
    this.pool = pool;
    this.analyses = analyses;
    this.vertx = vertx;
    this.units = units;
  }

  private record Bucket(int bucket, long analysis) {}

  void start(@Observes StartupEvent started) {
    vertx.setPeriodic(IDLE_MILLIS, timer -> wake());
  }

  void stop(@Observes ShutdownEvent stopping) {
    stopped = true;
  }

  /** Looks for work now, and goes on while there is any. */
  void wake() {
    if (!stopped && running.compareAndSet(false, true)) {
      step()
          .subscribe()
          .with(
              more -> {
                running.set(false);
                if (more) {
                  wake();
                }
              },
              failed -> {
                LOG.warnf("A new analysis waits: %s", failed.getMessage());
                running.set(false);
              });
    }
  }

  /** One transaction's work; whether there may be more. */
  Uni<Boolean> step() {
    return pool.withTransaction(
            connection ->
                Locks.counting(connection)
                    .chain(() -> due(connection))
                    .chain(
                        due ->
                            due.isEmpty()
                                ? Uni.createFrom().item(false)
                                : build(connection, due.get()).replaceWith(true)))
        .chain(built -> built ? Uni.createFrom().item(true) : finish());
  }

  private Uni<Boolean> finish() {
    return pool.query(SERVE).execute().chain(() -> pool.withTransaction(this::remove));
  }

  private static Uni<Optional<Bucket>> due(SqlClient connection) {
    return Sql.list(
            connection, DUE, Tuple.tuple(), row -> new Bucket(row.getInteger(0), row.getLong(1)))
        .map(rows -> rows.stream().findFirst());
  }

  private Uni<Void> build(SqlClient connection, Bucket due) {
    return analyses
        .lock(connection, due.bucket())
        .map(
            all ->
                all.stream()
                    .filter(active -> active.id() == due.analysis())
                    .filter(active -> active.builtTo().isPresent())
                    .findFirst())
        .chain(
            active ->
                active.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : build(connection, due, active.get()));
  }

  private Uni<Void> build(SqlClient connection, Bucket due, ActiveAnalysis active) {
    return UnitPages.next(connection, due.bucket(), active, active.builtTo().orElseThrow(), units)
        .chain(
            page ->
                RawUnits.read(connection, due.bucket(), page, NOW)
                    .chain(raw -> write(connection, due, active, page, raw))
                    .chain(() -> built(connection, due, page)));
  }

  private static Uni<Void> write(
      SqlClient connection, Bucket due, ActiveAnalysis active, List<String> units, RawUnits raw) {
    Cells cells = new Cells(active.analysis());
    Map<Key, UnitState> states = new HashMap<>();
    for (String unit : units) {
      raw.state(active, unit)
          .ifPresent(
              state -> {
                cells.add(state);
                states.put(new Key(active.id(), unit), state);
              });
    }
    return UnitTable.write(connection, due.bucket(), states)
        .chain(() -> CellTable.add(connection, active.id(), due.bucket(), cells));
  }

  private Uni<Void> built(SqlClient connection, Bucket due, List<String> page) {
    String to = page.size() < units ? null : page.get(page.size() - 1);
    return Sql.run(connection, BUILT, Tuple.of(due.bucket(), due.analysis()).addString(to))
        .replaceWithVoid();
  }

  private Uni<Boolean> remove(SqlClient connection) {
    return Sql.list(
            connection,
            RETIRED,
            Tuple.tuple(),
            row -> new Bucket(row.getInteger(0), row.getLong(1)))
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().item(false)
                    : remove(connection, found.get(0)).replaceWith(true));
  }

  private static Uni<Void> remove(SqlClient connection, Bucket bucket) {
    Tuple values = Tuple.of(bucket.bucket(), bucket.analysis());
    return Sql.run(connection, REMOVE_UNITS, values)
        .chain(
            removed ->
                removed > 0
                    ? Uni.createFrom().voidItem()
                    : Sql.run(connection, REMOVE_BUCKET, values).replaceWithVoid());
  }
}
