package io.throughline.lineage.traversal;

import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

  /** The order of edges in answers. */
  static final Comparator<Edge> ORDER =
      Comparator.comparing(Edge::getSource)
          .thenComparingInt(Edge::getKindValue)
          .thenComparing(Edge::getTarget);

  /**
   * The edges in a row of arrays: {@code sources} and {@code targets}, and where more than the ends
   * is wanted {@code kinds}, {@code instances}, {@code start_times} and {@code end_times}.
   */
  static List<Link> all(Row row, boolean endsOnly) {
    String[] sources = row.getArrayOfStrings("sources");
    if (sources == null) {
      return List.of();
    }
    String[] targets = row.getArrayOfStrings("targets");
    List<Link> links = new ArrayList<>(sources.length);
    if (endsOnly) {
      for (int i = 0; i < sources.length; i++) {
        links.add(new Link(sources[i], 0, targets[i], 0, null, null));
      }
      return links;
    }
    Short[] kinds = row.getArrayOfShorts("kinds");
    Long[] instances = row.getArrayOfLongs("instances");
    OffsetDateTime[] starts = row.getArrayOfOffsetDateTimes("start_times");
    OffsetDateTime[] ends = row.getArrayOfOffsetDateTimes("end_times");
    for (int i = 0; i < sources.length; i++) {
      links.add(new Link(sources[i], kinds[i], targets[i], instances[i], starts[i], ends[i]));
    }
    return links;
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
