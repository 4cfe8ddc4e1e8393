package io.throughline.lineage.series;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Points of one series as columns of equal length.
 *
 * @param steps the steps
 * @param millis the times in milliseconds since 1970-01-01 UTC
 * @param values the values; NaN and the infinities as they were measured
 */
public record Points(long[] steps, long[] millis, double[] values) {

  public int size() {
    return steps.length;
  }

  /** By step, time and value, each once. NaN is the largest value, as in PostgreSQL. */
  public Points distinct() {
    if (isAscending()) {
      return this;
    }
    int[] order =
        IntStream.range(0, size())
            .boxed()
            .sorted(this::compare)
            .mapToInt(Integer::intValue)
            .toArray();
    int kept = 0;
    for (int i = 0; i < order.length; i++) {
      if (kept == 0 || compare(order[kept - 1], order[i]) != 0) {
        order[kept++] = order[i];
      }
    }
    return choose(Arrays.copyOf(order, kept));
  }

  /** The points up to a time, in their order; null: all. */
  public Points until(OffsetDateTime time) {
    if (time == null) {
      return this;
    }
    long last = time.toInstant().toEpochMilli();
    int[] chosen = IntStream.range(0, size()).filter(i -> millis[i] <= last).toArray();
    return choose(chosen);
  }

  /** The first so many points. */
  Points first(int count) {
    return count == size()
        ? this
        : new Points(
            Arrays.copyOf(steps, count),
            Arrays.copyOf(millis, count),
            Arrays.copyOf(values, count));
  }

  /** The points in a range, in their order. */
  Points within(Range range) {
    return range.isWhole()
        ? this
        : choose(
            IntStream.range(0, size()).filter(i -> range.contains(steps[i], millis[i])).toArray());
  }

  private Points choose(int[] chosen) {
    return new Points(
        Arrays.stream(chosen).mapToLong(i -> steps[i]).toArray(),
        Arrays.stream(chosen).mapToLong(i -> millis[i]).toArray(),
        Arrays.stream(chosen).mapToDouble(i -> values[i]).toArray());
  }

  private boolean isAscending() {
    for (int i = 1; i < size(); i++) {
      if (compare(i - 1, i) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Compares two of the points by step, time and value. */
  int compare(int one, int other) {
    int byStep = Long.compare(steps[one], steps[other]);
    int byTime = byStep != 0 ? byStep : Long.compare(millis[one], millis[other]);
    return byTime != 0 ? byTime : Double.compare(values[one], values[other]);
  }

  /** Arrays are compared by what they hold. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Points points
        && Arrays.equals(steps, points.steps)
        && Arrays.equals(millis, points.millis)
        && Arrays.equals(values, points.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(steps) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Points[%d]".formatted(size());
  }
}
