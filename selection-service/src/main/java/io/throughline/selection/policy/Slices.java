package io.throughline.selection.policy;

import java.util.Arrays;
import java.util.List;

/**
 * How units are cut into slices: by a metric that was scored on the same units.
 *
 * @param by the metric
 * @param cuts where its values are cut, ascending; none: every value is a slice of its own
 * @param minimumUnits smaller slices are left out, and counted
 * @param minimumShare which share of the slices must be beyond the bound
 */
public record Slices(String by, List<Double> cuts, int minimumUnits, double minimumShare) {

  /** Copies the cuts. */
  public Slices {
    cuts = List.copyOf(cuts);
  }

  /** The number of the slice in which a value lies; values without cuts are their own. */
  public double of(double value) {
    if (cuts.isEmpty()) {
      return value;
    }
    double[] sorted = cuts.stream().mapToDouble(Double::doubleValue).toArray();
    int found = Arrays.binarySearch(sorted, value);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** A slice in words. */
  public String word(double slice) {
    if (cuts.isEmpty()) {
      return by + " " + Numbers.show(slice);
    }
    int index = (int) slice;
    if (index == 0) {
      return "%s below %s".formatted(by, Numbers.show(cuts.get(0)));
    }
    return index == cuts.size()
        ? "%s from %s".formatted(by, Numbers.show(cuts.get(index - 1)))
        : "%s %s to %s"
            .formatted(by, Numbers.show(cuts.get(index - 1)), Numbers.show(cuts.get(index)));
  }
}
