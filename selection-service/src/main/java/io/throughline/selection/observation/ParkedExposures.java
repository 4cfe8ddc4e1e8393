package io.throughline.selection.observation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Exposures to a trial that is not declared wait for it, but not forever: when its name was first
 * heard so long ago, they expire. They are counted, and gone; a trial of that name which is
 * declared later counts what is told from then on.
 */
@ApplicationScoped
public class ParkedExposures {
  private static final Logger LOG = Logger.getLogger(ParkedExposures.class);
  private static final long LOOK_MILLIS = 60_000;
  private static final int ROWS = 20_000;

  private static final String PARKED =
      """
      SELECT count(*), min(first_seen) < now() - $1::bigint * interval '1 second'
      FROM observed.trial AS t
      WHERE NOT EXISTS (SELECT FROM observed.trial_event AS e WHERE e.trial_id = t.trial_id)""";

  private static final String EXPIRE =
      """
      WITH due AS (
        DELETE FROM observed.trial AS t WHERE first_seen < now() - $1::bigint * interval '1 second'
          AND NOT EXISTS (SELECT FROM observed.trial_event AS e WHERE e.trial_id = t.trial_id)
        RETURNING trial_id, tenant, name, population_id, first_seen
      )
      INSERT INTO observed.expired_trial (trial_id, tenant, name, population_id, first_seen,
        expire_time, bucket)
      SELECT trial_id, tenant, name, population_id, first_seen, now(),
        CASE WHEN population_id IS NULL THEN 8 ELSE 0 END
      FROM due""";

  private static final String LEFT =
      """
      SELECT trial_id, tenant, name, population_id * 8 + bucket, unit FROM observed.expired_trial
      WHERE bucket < 8 ORDER BY trial_id LIMIT 1 FOR UPDATE SKIP LOCKED""";

  private static final String REMOVE =
      """
      WITH page AS (
        SELECT unit FROM observed.exposure WHERE bucket_id = $1 AND unit > $2 ORDER BY unit LIMIT $4
      ), ends AS (
        SELECT max(unit) AS unit, count(*) < $4 AS last FROM page
      ), gone AS (
        DELETE FROM observed.exposure WHERE bucket_id = $1 AND unit > $2
          AND unit <= (SELECT unit FROM ends) AND trial_id = $3 RETURNING 1
      ), removed AS (
        SELECT count(*) AS exposures FROM gone
      )
      UPDATE observed.expired_trial AS t SET exposures = t.exposures + removed.exposures,
        bucket = t.bucket + ends.last::int,
        unit = CASE WHEN ends.last THEN '' ELSE ends.unit END
      FROM removed, ends WHERE t.trial_id = $3 RETURNING removed.exposures, t.bucket, t.exposures""";

  private final Pool pool;
  private final Vertx vertx;
  private final Duration patience;
  private final int rows;
  private final Counter expired;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile long parked;
  private volatile boolean stopped;

  @Inject
  ParkedExposures(
      Pool pool,
      Vertx vertx,
      MeterRegistry registry,
      @ConfigProperty(name = "throughline.observations.parked") Duration patience) {
    this(pool, vertx, registry, patience, ROWS);
  }

  /** The same with another number of rows that are looked at in a transaction. */
  ParkedExposures(Pool pool, Vertx vertx, MeterRegistry registry, Duration patience, int rows) {
    this.pool = pool;
    this.vertx = vertx;
    this.patience = patience;
    this.rows = rows;
    this.expired =
        Counter.builder("throughline.observations.expired.exposures")
            .description("Exposures that expired, since their trial was not declared in time")
            .register(registry);
    Gauge.builder("throughline.observations.parked.trials", () -> parked)
        .description("Trials that exposures name and nobody has declared")
        .register(registry);
  }

  void start(@Observes StartupEvent started) {
    vertx.setPeriodic(LOOK_MILLIS, timer -> look());
  }

  void stop(@Observes ShutdownEvent stopping) {
    stopped = true;
  }

  private void look() {
    if (!stopped && running.compareAndSet(false, true)) {
      expire()
          .onTermination()
          .invoke(() -> running.set(false))
          .subscribe()
          .with(done -> {}, failed -> LOG.warnf("Parked exposures wait: %s", failed.getMessage()));
    }
  }

  /** Lets expire what is due, and removes all that has expired. */
  Uni<Void> expire() {
    Tuple longest = Tuple.of(patience.toSeconds());
    return Sql.list(
            pool,
            PARKED,
            longest,
            row -> {
              parked = row.getLong(0);
              return Boolean.TRUE.equals(row.getBoolean(1));
            })
        .chain(due -> due.get(0) ? free(longest) : Uni.createFrom().voidItem())
        .chain(this::remove);
  }

  /** Nothing is counted meanwhile, so that no exposure comes in under a number that goes. */
  private Uni<Void> free(Tuple longest) {
    return pool.withTransaction(
            connection ->
                Locks.defining(connection).chain(() -> Sql.run(connection, EXPIRE, longest)))
        .invoke(freed -> parked = Math.max(0, parked - freed))
        .replaceWithVoid();
  }

  private Uni<Void> remove() {
    return pool.withTransaction(this::removePage)
        .chain(more -> more && !stopped ? remove() : Uni.createFrom().voidItem());
  }

  private record Left(int trial, String tenant, String name, int bucket, String unit) {}

  private record Removed(long exposures, boolean all, long total) {}

  private Uni<Boolean> removePage(SqlConnection connection) {
    return Sql.list(
            connection,
            LEFT,
            Tuple.tuple(),
            row ->
                new Left(
                    row.getInteger(0),
                    row.getString(1),
                    row.getString(2),
                    row.getInteger(3),
                    row.getString(4)))
        .chain(
            found ->
                found.isEmpty()
                    ? Uni.createFrom().item(false)
                    : removeRows(connection, found.get(0)).replaceWith(true));
  }

  private Uni<Void> removeRows(SqlClient connection, Left left) {
    return Sql.list(
            connection,
            REMOVE,
            Tuple.of(left.bucket(), left.unit(), left.trial(), rows),
            row ->
                new Removed(
                    row.getLong(0), row.getInteger(1) == Dictionary.BUCKETS, row.getLong(2)))
        .invoke(
            removed -> {
              expired.increment((double) removed.get(0).exposures());
              if (removed.get(0).all()) {
                LOG.warnf(
                    "%d exposures to '%s' (tenant %s) expired: nobody declared it within %s",
                    removed.get(0).total(), left.name(), left.tenant(), patience);
              }
            })
        .replaceWithVoid();
  }
}
