package io.throughline.selection.observation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Event;
import io.throughline.selection.trial.TrialEvents;
import io.throughline.selection.trial.TrialEvents.Timed;
import io.throughline.selection.trial.TrialPlan;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** The table {@code trial_event}: what was said of trials. */
final class TrialTable {
  private static final String EVENTS =
      """
      SELECT valid_time, event FROM observed.trial_event WHERE trial_id = $1 AND position <= $2
      ORDER BY position, event_index""";

  private static final String LAST =
      """
      SELECT partition_id, position FROM observed.trial_event WHERE trial_id = $1
      ORDER BY position DESC LIMIT 1""";

  private static final String ADD =
      """
      INSERT INTO observed.trial_event (trial_id, partition_id, position, event_index, valid_time,
        event)
      VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING""";

  private TrialTable() {}

  /** Where a trial was last spoken of. */
  record Place(int partition, long position) {}

  /** The trial as it stood at a position of its partition; empty while it is not declared. */
  static Uni<Optional<TrialPlan>> plan(SqlClient connection, int trial, long position) {
    return Sql.list(
            connection,
            EVENTS,
            Tuple.of(trial, position),
            row -> new Timed(row.getLong(0), event(row.getBuffer(1).getBytes())))
        .map(TrialEvents::plan);
  }

  static Uni<Optional<Place>> last(SqlClient connection, int trial) {
    return Sql.list(
            connection, LAST, Tuple.of(trial), row -> new Place(row.getInteger(0), row.getLong(1)))
        .map(places -> places.stream().findFirst());
  }

  static Uni<Void> add(
      SqlClient connection, int trial, Place place, int index, long time, Event event) {
    return Sql.run(
            connection,
            ADD,
            Tuple.from(
                List.of(
                    trial,
                    place.partition(),
                    place.position(),
                    index,
                    time,
                    Buffer.buffer(event.toByteArray()))))
        .replaceWithVoid();
  }

  private static Event event(byte[] bytes) {
    try {
      return Event.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored event cannot be read", e);
    }
  }
}
