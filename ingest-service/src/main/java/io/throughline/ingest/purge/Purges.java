package io.throughline.ingest.purge;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.throughline.ingest.journal.Installer;
import io.throughline.ingest.journal.Tombstones;
import io.throughline.ingest.journal.Worker;
import io.throughline.ingest.v1.Tombstone;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** Works off the table {@code purge}; each step is a transaction that also notes how far it is. */
@ApplicationScoped
public class Purges {
  private static final String NEXT =
      """
      SELECT partition_id, position, tenant, scope, done_producer, done_epoch, done_number
      FROM purge WHERE finish_time IS NULL
      ORDER BY partition_id, position LIMIT 1 FOR UPDATE SKIP LOCKED""";

  private static final String BATCHES =
      """
      SELECT position, scope, producer, epoch, number FROM journal
      WHERE partition_id = $1 AND tenant = $2 AND scope = $3
        AND (producer, epoch, number) > ($4, $5, $6)
      ORDER BY producer, epoch, number LIMIT $7""";

  private static final String NOTE =
      """
      UPDATE purge SET done_producer = $3, done_epoch = $4, done_number = $5,
        purged_count = purged_count + $6, finish_time = CASE WHEN $7 THEN now() END
      WHERE partition_id = $1 AND position = $2""";

  private final Pool pool;
  private final Installer installer;
  private final PurgeLimits limits;
  private final Worker worker;

  Purges(Pool pool, Installer installer, PurgeLimits limits) {
    this.pool = pool;
    this.installer = installer;
    this.limits = limits;
    this.worker = new Worker("the purge", limits.pause(), this::step);
  }

  void start(@Observes StartupEvent started) {
    worker.start();
  }

  void stop(@Observes ShutdownEvent stopped) {
    worker.stop();
  }

  /**
   * Buries the next batches of the first purge that nobody else works on; whether there was one.
   */
  Uni<Boolean> step() {
    if (!installer.isInstalled()) {
      return Uni.createFrom().item(false);
    }
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(NEXT)
                .execute()
                .chain(
                    rows ->
                        rows.size() == 0
                            ? Uni.createFrom().item(false)
                            : step(connection, rows.iterator().next()).replaceWith(true)));
  }

  private Uni<Void> step(SqlConnection connection, Row purge) {
    int partition = purge.getInteger("partition_id");
    long told = purge.getLong("position");
    return connection
        .preparedQuery(BATCHES)
        .execute(
            Tuple.from(
                List.of(
                    partition,
                    purge.getString("tenant"),
                    purge.getString("scope"),
                    purge.getString("done_producer"),
                    purge.getLong("done_epoch"),
                    purge.getLong("done_number"),
                    limits.stepBatches())))
        .chain(
            rows -> {
              List<Tombstones.Grave> seen = new ArrayList<>();
              rows.forEach(row -> seen.add(grave(row)));
              List<Tombstones.Grave> earlier =
                  seen.stream().filter(grave -> grave.position() < told).toList();
              return Tombstones.bury(
                      connection, partition, Tombstone.TOMBSTONE_PURGED, told, earlier)
                  .chain(count -> note(connection, purge, seen, count));
            });
  }

  private Uni<Void> note(
      SqlConnection connection, Row purge, List<Tombstones.Grave> seen, int count) {
    boolean finished = seen.size() < limits.stepBatches();
    Tuple note = Tuple.of(purge.getInteger("partition_id"), purge.getLong("position"));
    if (seen.isEmpty()) {
      note.addValue(purge.getString("done_producer"));
      note.addValue(purge.getLong("done_epoch"));
      note.addValue(purge.getLong("done_number"));
    } else {
      Tombstones.Grave last = seen.get(seen.size() - 1);
      note.addValue(last.producer());
      note.addValue(last.epoch());
      note.addValue(last.number());
    }
    return connection
        .preparedQuery(NOTE)
        .execute(note.addInteger(count).addBoolean(finished))
        .replaceWithVoid();
  }

  private static Tombstones.Grave grave(Row row) {
    return new Tombstones.Grave(
        row.getLong("position"),
        row.getString("scope"),
        row.getString("producer"),
        row.getLong("epoch"),
        row.getLong("number"));
  }
}
