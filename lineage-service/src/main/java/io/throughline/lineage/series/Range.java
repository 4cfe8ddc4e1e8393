package io.throughline.lineage.series;

import io.throughline.lineage.v1.SeriesRange;

/**
 * A range of points, both ends included.
 *
 * @param firstStep the first step; null: from the beginning
 * @param lastStep the last step; null: to the end
 * @param firstMillis the first time in milliseconds since 1970-01-01 UTC; null: from the beginning
 * @param lastMillis the last one; null: to the end
 */
record Range(Long firstStep, Long lastStep, Long firstMillis, Long lastMillis) {

  static Range of(SeriesRange range) {
    return new Range(
        range.hasFirstStep() ? range.getFirstStep() : null,
        range.hasLastStep() ? range.getLastStep() : null,
        range.hasFirstTimeMillis() ? range.getFirstTimeMillis() : null,
        range.hasLastTimeMillis() ? range.getLastTimeMillis() : null);
  }

  boolean isWhole() {
    return firstStep == null && lastStep == null && firstMillis == null && lastMillis == null;
  }

  boolean contains(long step, long millis) {
    return (firstStep == null || step >= firstStep)
        && (lastStep == null || step <= lastStep)
        && (firstMillis == null || millis >= firstMillis)
        && (lastMillis == null || millis <= lastMillis);
  }
}
