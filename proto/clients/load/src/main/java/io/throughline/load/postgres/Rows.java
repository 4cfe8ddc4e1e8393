package io.throughline.load.postgres;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.PointsMeasured;
import java.time.Instant;

/** The points of a batch as rows in the text form of COPY. */
final class Rows {
  private Rows() {}

  /** How many points a batch has. */
  static int count(Batch batch) {
    return batch.getEventsList().stream()
        .mapToInt(event -> event.getPointsMeasured().getValuesCount())
        .sum();
  }

  /**
   * Writes a row for every point.
   *
   * @param shift added to the steps, so that the same points may be stored again
   */
  static void write(Batch batch, long shift, StringBuilder rows) {
    for (Event event : batch.getEventsList()) {
      PointsMeasured points = event.getPointsMeasured();
      long step = shift;
      long time = 0;
      for (int i = 0; i < points.getValuesCount(); i++) {
        step += points.getStepDeltas(i);
        time += points.getTimeDeltas(i);
        rows.append(points.getSeries().getRun())
            .append('\t')
            .append(points.getSeries().getMetric())
            .append('\t')
            .append(step)
            .append('\t')
            .append(Instant.ofEpochMilli(time))
            .append('\t')
            .append(points.getValues(i))
            .append('\n');
      }
    }
  }
}
