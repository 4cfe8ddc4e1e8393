package io.throughline.lineage.series;

import io.throughline.lineage.v1.Series;
import io.throughline.lineage.v1.SeriesSummary;

/**
 * What was read of a series.
 *
 * @param summary the summary of all its points
 * @param points those of a range, by step, time and value, each once
 */
record History(SeriesSummary summary, Points points) {

  /**
   * The series as it is sent.
   *
   * @param most how many points at most; 0: all
   */
  Series message(int most) {
    Extremes kept = Extremes.of(points.values(), most == 0 ? points.size() : most);
    Series.Builder series =
        Series.newBuilder()
            .setSummary(summary)
            .setPointCount(points.size())
            .setDownsampled(kept.kept().length < points.size())
            .setBucketPoints(kept.bucket());
    for (int place : kept.kept()) {
      series
          .addSteps(points.steps()[place])
          .addTimesMillis(points.millis()[place])
          .addValues(points.values()[place]);
    }
    return series.build();
  }
}
