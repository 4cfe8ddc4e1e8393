package io.throughline.ingest.retention;

import io.smallrye.mutiny.Uni;
import io.throughline.ingest.journal.Installer;
import io.throughline.ingest.v1.Cursor;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Who follows, and how far each has durably come. */
@ApplicationScoped
public class Followers {
  private static final String NOTE =
      """
      INSERT INTO follower (name, partition_id, position, digest)
      SELECT $1, * FROM unnest($2::int[], $3::bigint[], $4::bytea[])
      ON CONFLICT (name, partition_id) DO UPDATE
        SET position = excluded.position, digest = excluded.digest, seen_time = now()""";

  private final Pool pool;
  private final Installer installer;

  Followers(Pool pool, Installer installer) {
    this.pool = pool;
    this.installer = installer;
  }

  /**
   * Takes note of a follower's cursors; a cursor at 0 holds everything back.
   *
   * @param name the follower; empty: nobody, nothing is noted
   * @throws Failure FIELDS_INVALID where the caller does not act for every tenant, or a partition
   *     does not exist
   */
  public Uni<Void> note(Caller caller, String name, List<Cursor> cursors) {
    if (name.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    if (!caller.tenant().equals(Caller.EVERY_TENANT)) {
      throw Failure.invalidField(
          "follower", "must be empty: only a caller that acts for every tenant can be registered");
    }
    for (int i = 0; i < cursors.size(); i++) {
      installer
          .installation()
          .check("cursors[%d].partition".formatted(i), cursors.get(i).getPartition());
    }
    List<Cursor> distinct = cursors.stream().distinct().toList();
    return pool.preparedQuery(NOTE)
        .execute(
            Tuple.of(
                name,
                distinct.stream().map(Cursor::getPartition).toArray(Integer[]::new),
                distinct.stream().map(Cursor::getPosition).toArray(Long[]::new),
                distinct.stream()
                    .map(cursor -> Buffer.buffer(cursor.getDigest().toByteArray()))
                    .toArray(Buffer[]::new)))
        .replaceWithVoid();
  }
}
