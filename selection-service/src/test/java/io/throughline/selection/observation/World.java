package io.throughline.selection.observation;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.quarkus.runtime.ShutdownEvent;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.TestPostgres;
import io.throughline.selection.cell.CellKey;
import io.throughline.selection.outcome.text.DefinitionReader;
import io.throughline.server.position.Position;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A journal's partitions in memory, and a database to which their batches are applied. */
final class World {
  static final String TENANT = "-";
  static final String POPULATION = "populations/p";
  private static World instance;

  final Pool pool;
  final Analyses analyses = new Analyses();
  final Observations observations = new Observations(analyses);
  final Backfill backfill;
  final Definitions definitions;
  private final Map<Integer, Long> heads = new TreeMap<>();

  private World() {
    Database database = TestPostgres.database("observed");
    Vertx vertx = Vertx.vertx();
    pool =
        PgBuilder.pool()
            .connectingTo(
                PgConnectOptions.fromUri(database.reactiveUrl())
                    .setUser(database.user())
                    .setPassword(database.password())
                    .setCachePreparedStatements(true))
            .with(new PoolOptions().setMaxSize(4))
            .using(vertx)
            .build();
    run(resource("/db/migration/V11__observations.sql"));
    run(resource("/db/migration/V12__definition_position.sql"));
    run(resource("/db/migration/V13__room_for_totals.sql"));
    run(resource("/db/migration/V14__parked_exposures.sql"));
    backfill = new Backfill(pool, analyses, vertx.getDelegate(), 3);
    // Only the histories take steps: one that went on by itself would meet the next history's
    // TRUNCATE, and a seed would not mean the same twice.
    backfill.stop(new ShutdownEvent());
    definitions = new Definitions(pool, analyses, backfill);
  }

  /** The one of this test run, empty. */
  static synchronized World empty() {
    if (instance == null) {
      instance = new World();
    }
    instance.clear();
    return instance;
  }

  private void clear() {
    heads.clear();
    run(
        """
        TRUNCATE observed.population, observed.trial, observed.trial_event, observed.exposure,
          observed.outcome, observed.prediction, observed.currency_count, observed.erased,
          observed.analysis, observed.analysis_bucket, observed.trial_unit, observed.cell,
          observed.bucket, observed.latest, observed.expired_trial, definition""");
  }

  private void run(String sql) {
    pool.query(sql).executeAndAwait();
  }

  private static String resource(String path) {
    try (var stream = World.class.getResourceAsStream(path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends a batch of events to a partition, and applies it. */
  void apply(int partition, String scope, Event... events) {
    apply(List.of(followed(partition, scope, events)));
  }

  void apply(List<FollowedBatch> group) {
    pool.withTransaction(connection -> observations.apply(connection, group))
        .await()
        .indefinitely();
  }

  FollowedBatch followed(int partition, String scope, Event... events) {
    long position = heads.merge(partition, 1L, Long::sum);
    Batch batch = Batch.newBuilder().setScope(scope).addAllEvents(Arrays.asList(events)).build();
    return new FollowedBatch(
        partition, position, ByteString.EMPTY, TENANT, batch, Instant.ofEpochSecond(1));
  }

  /** The position up to which everything was applied. */
  Position position() {
    Position position = Position.START;
    for (Map.Entry<Integer, Long> head : heads.entrySet()) {
      position = position.merge(Position.of(head.getKey(), head.getValue()));
    }
    return position;
  }

  void define(String yaml) {
    definitions
        .put(TENANT, DefinitionReader.read(yaml), yaml, "test", position())
        .await()
        .indefinitely();
  }

  boolean backfillOnce() {
    return backfill.step().await().indefinitely();
  }

  void backfillAll() {
    while (backfillOnce()) {
      // Until nothing is left to do.
    }
  }

  static Event.Builder at(long millis) {
    return Event.newBuilder()
        .setValidTime(
            Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1000))
                .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000));
  }

  /** The trial's cells as text, from the analysis that serves; null where none does. */
  Map<String, String> cells(String trial) {
    List<Long> serving = new ArrayList<>();
    pool.preparedQuery(
            """
            SELECT analysis_id FROM observed.analysis JOIN observed.trial USING (trial_id)
            WHERE name = $1 AND state = 1""")
        .executeAndAwait(Tuple.of(trial))
        .forEach(row -> serving.add(row.getLong(0)));
    if (serving.isEmpty()) {
      return null;
    }
    Map<String, String> cells = new TreeMap<>();
    pool.preparedQuery(
            """
            SELECT phase, arm, metric, cohort, day, sum(n)::bigint, sum(y)::text, sum(x)::text,
              sum(yy)::text, sum(xx)::text, sum(xy)::text
            FROM observed.cell WHERE analysis_id = $1 GROUP BY 1, 2, 3, 4, 5""")
        .executeAndAwait(Tuple.of(serving.get(0)))
        .forEach(
            row -> {
              List<String> sums = new ArrayList<>();
              for (int i = 6; i <= 10; i++) {
                sums.add(row.getString(i));
              }
              cells.put(text(CellTable.key(row)), row.getLong(5) + " " + sums);
            });
    Map<String, TreeMap<Integer, Long>> bins = new HashMap<>();
    pool.preparedQuery(
            """
            SELECT phase, arm, metric, cohort, day, bins, bin_counts FROM observed.cell
            WHERE analysis_id = $1 AND bins <> '{}'""")
        .executeAndAwait(Tuple.of(serving.get(0)))
        .forEach(
            row -> {
              TreeMap<Integer, Long> all =
                  bins.computeIfAbsent(text(CellTable.key(row)), any -> new TreeMap<>());
              CellTable.counts(row, 5).forEach((bin, n) -> all.merge(bin, n, Long::sum));
            });
    bins.forEach((key, counts) -> cells.merge(key, " " + counts, String::concat));
    cells.values().removeIf(sums -> sums.startsWith("0 [0, 0, 0, 0, 0]"));
    return cells;
  }

  static String text(CellKey key) {
    return "%d/%d/%d/%d/%d"
        .formatted(key.phase(), key.arm(), key.metric(), key.cohort(), key.day());
  }
}
