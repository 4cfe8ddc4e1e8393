package io.throughline.lineage.asof;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.AsOf;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Turns what a request says of its moment into one, and waits until the graph can answer. */
@ApplicationScoped
public class Moments {
  private final Freshness freshness;
  private final Graph graph;

  Moments(Freshness freshness, Graph graph) {
    this.freshness = freshness;
    this.graph = graph;
  }

  /**
   * The moment, once the graph holds everything that the read needs. To be called on the thread of
   * the call.
   *
   * @param position what the read waits for besides; may be empty
   * @throws Failure (as a failure) POSITION_INVALID, NOT_CAUGHT_UP, FIELDS_INVALID
   */
  public Uni<Moment> await(String position, AsOf asOf) {
    OffsetDateTime at = asOf.hasAt() ? Times.of(asOf.getAt()) : null;
    return switch (asOf.getKnownAtCase()) {
      case KNOWNAT_NOT_SET -> freshness.await(position).replaceWith(new Moment(at, null));
      case KNOWN_AT_POSITION ->
          freshness
              .await(join(position, asOf.getKnownAtPosition()))
              .map(reached -> new Moment(at, Position.parse(asOf.getKnownAtPosition())));
      case KNOWN_AT_TIME -> {
        Instant time =
            Instant.ofEpochSecond(
                asOf.getKnownAtTime().getSeconds(), asOf.getKnownAtTime().getNanos());
        if (time.isAfter(Instant.now())) {
          yield Uni.createFrom()
              .failure(
                  Failure.invalidField(
                      "as_of.known_at_time", "lies in the future; leave it out for now"));
        }
        yield freshness
            .await(position)
            .chain(freshness::awaitJournal)
            .chain(() -> positionAt(time))
            .map(known -> new Moment(at, known));
      }
    };
  }

  private static String join(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : one + "," + other;
  }

  /** The last position of each partition that the journal had accepted at an instant. */
  private Uni<Position> positionAt(Instant time) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    return graph
        .list(
            """
            SELECT c.partition_id, a.positions, a.micros
            FROM graph.cursor AS c CROSS JOIN LATERAL (
              SELECT positions, micros FROM graph.append_time
              WHERE partition_id = c.partition_id AND first_micros <= $1
              ORDER BY first_micros DESC, last_position DESC LIMIT 1) AS a""",
            Tuple.of(micros),
            row -> last(row, micros))
        .map(positions -> positions.stream().reduce(Position.START, Position::merge));
  }

  private static Position last(Row row, long limit) {
    Long[] positions = row.getArrayOfLongs("positions");
    Long[] micros = row.getArrayOfLongs("micros");
    long last = 0;
    for (int i = 0; i < positions.length && micros[i] <= limit; i++) {
      last = positions[i];
    }
    return Position.of(row.getInteger("partition_id"), last);
  }
}
