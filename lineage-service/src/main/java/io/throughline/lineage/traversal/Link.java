package io.throughline.lineage.traversal;

import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;

/**
 * An edge as it was read.
 *
 * @param source the name of the node that was first
 * @param kind the number of its {@link EdgeKind}
 * @param target the name of the node that came of it
 * @param instance tells the times apart in which it held
 * @param start since when it holds
 * @param end until when it held; null where it still does
 */
record Link(
    String source,
    int kind,
    String target,
    long instance,
    OffsetDateTime start,
    OffsetDateTime end) {

  /** The edge in a row of these columns, in this order. */
  static Link of(Row row) {
    return new Link(
        row.getString(0),
        row.getInteger(1),
        row.getString(2),
        row.getLong(3),
        row.getOffsetDateTime(4),
        row.getOffsetDateTime(5));
  }

  Edge edge() {
    Edge.Builder edge =
        Edge.newBuilder()
            .setSource(source)
            .setTarget(target)
            .setKind(EdgeKind.forNumber(kind))
            .setStartTime(Times.toMessage(start));
    if (end != null) {
      edge.setEndTime(Times.toMessage(end));
    }
    return edge.build();
  }
}
