package io.throughline.selection.statistics.multiplicity;

import io.throughline.selection.statistics.PValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down adjustment, the family-wise error under any dependence (Holm 1979, "A simple
 * sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6): the
 * running maximum of (m - i + 1) p_(i).
 */
public final class Holm {
  private Holm() {}

  /** Adjusts p-values of one family. */
  public static Adjusted adjust(List<PValue> pValues) {
    int m = pValues.size();
    PValue[] adjusted = new PValue[m];
    double running = Double.NEGATIVE_INFINITY;
    int rank = 0;
    for (int index : ascending(pValues)) {
      running = Math.max(running, pValues.get(index).log() + Math.log((double) m - rank));
      adjusted[index] = new PValue(Math.min(0, running));
      rank++;
    }
    return new Adjusted(List.of(adjusted));
  }

  /** The same for plain probabilities. */
  public static Adjusted adjust(double... pValues) {
    return adjust(Arrays.stream(pValues).mapToObj(PValue::of).toList());
  }

  static int[] ascending(List<PValue> pValues) {
    return IntStream.range(0, pValues.size())
        .boxed()
        .sorted(Comparator.comparing(pValues::get))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
