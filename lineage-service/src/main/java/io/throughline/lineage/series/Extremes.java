package io.throughline.lineage.series;

import java.util.Arrays;

/**
 * Which values of a long column to keep so that its picture stays the same: the first and the last
 * one, and of every bucket of equally many values the smallest and the largest. NaN is neither; of
 * a bucket of nothing else its first one is kept.
 *
 * @param kept the places of the values that are kept, ascending
 * @param bucket how many values a bucket has; 0 where all are kept
 */
record Extremes(int[] kept, int bucket) {
  /** Fewer than these cannot keep both ends and both extremes. */
  static final int FEWEST = 4;

  private static final int ENDS = 2;

  /**
   * Chooses among values.
   *
   * @param most how many to keep at most; less than 4 counts as 4
   */
  static Extremes of(double[] values, int most) {
    int limit = Math.max(most, FEWEST);
    if (values.length <= limit) {
      int[] all = new int[values.length];
      Arrays.setAll(all, i -> i);
      return new Extremes(all, 0);
    }
    int buckets = (limit - ENDS) / 2;
    int bucket = (values.length + buckets - 1) / buckets;
    int[] kept = new int[limit];
    int count = 0;
    kept[count++] = 0;
    for (int from = 0; from < values.length; from += bucket) {
      int to = Math.min(from + bucket, values.length);
      int min = extreme(values, from, to, -1);
      int max = extreme(values, from, to, 1);
      count = add(kept, count, Math.min(min, max));
      count = add(kept, count, Math.max(min, max));
    }
    count = add(kept, count, values.length - 1);
    return new Extremes(Arrays.copyOf(kept, count), bucket);
  }

  /** Equality is by what was kept. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Extremes that
        && bucket == that.bucket
        && Arrays.equals(kept, that.kept);
  }

  @Override
  public int hashCode() {
    return 31 * bucket + Arrays.hashCode(kept);
  }

  @Override
  public String toString() {
    return "Extremes[%d kept]".formatted(kept.length);
  }

  private static int extreme(double[] values, int from, int to, int sign) {
    int found = from;
    for (int i = from + 1; i < to; i++) {
      if (Double.isNaN(values[found]) || sign * values[i] > sign * values[found]) {
        found = i;
      }
    }
    return Double.isNaN(values[found]) ? from : found;
  }

  private static int add(int[] kept, int count, int place) {
    if (kept[count - 1] == place) {
      return count;
    }
    kept[count] = place;
    return count + 1;
  }
}
