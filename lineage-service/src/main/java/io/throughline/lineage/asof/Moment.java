package io.throughline.lineage.asof;

import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.stream.LongStream;

/**
 * A moment that a read is about.
 *
 * @param at as it was then; null: whatever holds by now
 * @param known as it was known then; null: whatever is known by now
 */
public record Moment(OffsetDateTime at, Position known) {
  public static final Moment NOW = new Moment(null, null);

  public boolean isNow() {
    return at == null && known == null;
  }

  /** Adds the moment to the values of a statement, as its last two. */
  public Tuple addTo(Tuple values) {
    return values.addOffsetDateTime(at).addArrayOfLong(vector());
  }

  /** The last known position of each partition, from partition 0 on. */
  private Long[] vector() {
    if (known == null) {
      return null;
    }
    int size = known.components().isEmpty() ? 0 : known.components().lastKey() + 1;
    return LongStream.range(0, size).map(p -> known.at((int) p)).boxed().toArray(Long[]::new);
  }

  /** The condition that a row was known, by the column that says since when. */
  public static String known(String partition, String recorded, int parameter) {
    return "($%1$d::bigint[] IS NULL OR %2$s <= coalesce(($%1$d::bigint[])[%3$s + 1], 0))"
        .formatted(parameter, recorded, partition);
  }

  /**
   * The condition that a row of a table was known.
   *
   * @param alias the table's
   * @param parameter the number of the parameter that holds the known positions
   */
  public static String known(String alias, int parameter) {
    return known(alias + ".source_partition", alias + ".recorded_from", parameter);
  }

  /** The condition that something had begun: it has a time, no later than the moment. */
  public static String begun(String time, int parameter) {
    return "($%1$d::timestamptz IS NULL OR %2$s <= $%1$d)".formatted(parameter, time);
  }

  /**
   * The rows that stood at a moment, of a table whose past is kept, as a table {@code t}.
   *
   * @param table its name
   * @param keys its key without the position
   * @param time the column with the valid time
   * @param where which rows, of a table {@code p}
   * @param parameter the number of the parameter that holds the time; the known positions follow
   */
  public static String standing(
      String table, String keys, String time, String where, int parameter) {
    return """
    (SELECT s.* FROM (
      SELECT DISTINCT ON (%2$s) p.* FROM graph.%1$s AS p
      WHERE %4$s AND %5$s AND %6$s
      ORDER BY %2$s, recorded_from DESC, event_index DESC) AS s
    WHERE NOT s.removed) AS t"""
        .formatted(
            table, keys, time, where, begun("p." + time, parameter), known("p", parameter + 1));
  }
}
