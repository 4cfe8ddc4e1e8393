package io.throughline.lineage.series;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A series along an axis: its places ascending, each once, with the last value at each.
 *
 * @param places steps or times
 * @param values the values there
 */
record AxisColumn(long[] places, double[] values) {

  /** Lays points, which are in their order, along the axis of their steps or their times. */
  static AxisColumn of(Points points, boolean byTime) {
    long[] places = byTime ? points.millis() : points.steps();
    int[] order = order(places);
    long[] kept = new long[order.length];
    double[] values = new double[order.length];
    int count = 0;
    for (int place : order) {
      if (count == 0 || kept[count - 1] != places[place]) {
        kept[count++] = places[place];
      }
      values[count - 1] = points.values()[place];
    }
    return new AxisColumn(Arrays.copyOf(kept, count), Arrays.copyOf(values, count));
  }

  int size() {
    return places.length;
  }

  /** Only the places of its extremes. */
  AxisColumn thinned(int most) {
    int[] kept = Extremes.of(values, most).kept();
    return new AxisColumn(
        Arrays.stream(kept).mapToLong(i -> places[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> values[i]).toArray());
  }

  /** The index of the last place that is not after this one; -1 where there is none. */
  int floor(long place) {
    int found = Arrays.binarySearch(places, place);
    return found >= 0 ? found : -found - 2;
  }

  private static int[] order(long[] places) {
    boolean ascending = IntStream.range(1, places.length).allMatch(i -> places[i - 1] <= places[i]);
    IntStream all = IntStream.range(0, places.length);
    return ascending
        ? all.toArray()
        : all.boxed()
            .sorted(Comparator.comparingLong(i -> places[i]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** Equality is by what it holds. */
  @Override
  public boolean equals(Object other) {
    return other instanceof AxisColumn column
        && Arrays.equals(places, column.places)
        && Arrays.equals(values, column.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(places) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "AxisColumn[%d]".formatted(size());
  }
}
