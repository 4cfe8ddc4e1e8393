package io.throughline.local.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far followers are behind the journal, what they could not apply, and what waits to go out.
 */
final class Cursors {
  private static final String CHECK = "cursors";
  private static final long LATE_SECONDS = 60;
  private static final long TOO_LATE_SECONDS = 900;

  private static final String GRAPH = "graph";
  private static final String SERVING = "SELECT schema_name FROM public.generation WHERE serving";
  private static final String HEADS = "SELECT partition_id, position FROM partition_head";

  private static final String SILENT =
      """
      SELECT name, extract(epoch FROM now() - max(seen_time))::bigint FROM follower
      GROUP BY name HAVING max(seen_time) < now() - interval '10 minutes' ORDER BY name""";
  private static final String OUTBOX =
      """
      SELECT count(*) FROM outbox_head
      WHERE (sent_epoch, sent_number) <> (epoch, number) AND attempts > 5""";

  private record Place(int partition, long position) {}

  /** What follows the journal: where its cursors lie, what it makes, and which service does it. */
  private record Projection(String database, String schema, String name) {
    String service() {
      return database + "-service";
    }
  }

  private Cursors() {}

  static List<Finding> findings(Rows rows) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Projection projection : projections(rows)) {
      findings.add(lag(rows, projection));
      findings.add(quarantine(rows, projection));
    }
    for (String silent :
        rows.of(
            "ingest", SILENT, row -> "%s (%,d s)".formatted(row.getString(1), row.getLong(2)))) {
      findings.add(
          Finding.warning(
              CHECK,
              "follower %s is not heard of, and holds retention back".formatted(silent),
              "start it; after throughline.retention.follower-patience it no longer counts"));
    }
    long waiting = rows.of("selection", OUTBOX, row -> row.getLong(1)).get(0);
    findings.add(
        waiting == 0
            ? Finding.ok("outbox", "everything has gone to the journal, or is about to")
            : Finding.warning(
                "outbox",
                "%d scopes have events that the journal does not take".formatted(waiting),
                "look into the log of selection-service"));
    return findings;
  }

  private static List<Projection> projections(Rows rows) throws SQLException {
    List<Projection> projections =
        new ArrayList<>(
            rows.of("lineage", SERVING, row -> new Projection("lineage", row.getString(1), GRAPH)));
    projections.add(new Projection("selection", "observed", "observations"));
    return projections;
  }

  /** Cursors are read before heads, so that none of them is ahead of what is read later. */
  private static Finding lag(Rows rows, Projection projection) throws SQLException {
    List<Place> cursors =
        rows.of(
            projection.database(),
            "SELECT partition_id, position FROM %s.cursor".formatted(projection.schema()),
            row -> new Place(row.getInt(1), row.getLong(2)));
    Map<Integer, Long> heads = new HashMap<>();
    rows.of("ingest", HEADS, row -> new Place(row.getInt(1), row.getLong(2)))
        .forEach(head -> heads.put(head.partition(), head.position()));
    long positions = 0;
    long seconds = 0;
    for (Place cursor : cursors) {
      long behind = heads.getOrDefault(cursor.partition(), 0L) - cursor.position();
      if (behind < 0) {
        return Finding.error(
            CHECK,
            "%s: position %d of partition %d is applied, and the journal has none: it diverged"
                .formatted(projection.name(), cursor.position(), cursor.partition()),
            "the journal was restored from an older backup: restore all databases from one");
      }
      positions += behind;
      seconds = Math.max(seconds, behind == 0 ? 0 : age(rows, cursor));
    }
    String message =
        "%s: %,d positions behind, the oldest for %,d s"
            .formatted(projection.name(), positions, seconds);
    String remedy = "look into the log of " + projection.service();
    if (seconds > TOO_LATE_SECONDS) {
      return Finding.error(CHECK, message, remedy);
    }
    return seconds > LATE_SECONDS
        ? Finding.warning(CHECK, message, "wait, or " + remedy)
        : Finding.ok(CHECK, message);
  }

  /** How long ago the first batch after a cursor was appended, in seconds. */
  private static long age(Rows rows, Place cursor) throws SQLException {
    String query =
        """
        SELECT extract(epoch FROM now() - append_time)::bigint FROM journal
        WHERE partition_id = %d AND position > %d ORDER BY position LIMIT 1"""
            .formatted(cursor.partition(), cursor.position());
    return rows.of("ingest", query, row -> row.getLong(1)).stream().findFirst().orElse(0L);
  }

  private static Finding quarantine(Rows rows, Projection projection) throws SQLException {
    String query =
        """
        SELECT partition_id, position, scope, reason, count(*) OVER () FROM (
          SELECT * FROM %s.quarantine LIMIT 10000
        ) AS held ORDER BY quarantine_time LIMIT 3"""
            .formatted(projection.schema());
    List<String> examples =
        rows.of(
            projection.database(),
            query,
            row ->
                "%,d in all, such as %d:%d of %s: %s"
                    .formatted(
                        row.getLong(5),
                        row.getInt(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4)));
    return examples.isEmpty()
        ? Finding.ok("quarantine", projection.name() + ": every batch could be applied")
        : Finding.warning(
            "quarantine",
            "%s: batches could not be applied: %s".formatted(projection.name(), examples.get(0)),
            "`./throughline trace` tells more; gates that depend on the scope say ERROR");
  }
}
