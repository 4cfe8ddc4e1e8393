package io.throughline.selection.statistics.multiplicity;

import io.throughline.selection.statistics.PValue;
import java.util.Arrays;
import java.util.List;

/**
 * The false discovery rate of many exploratory questions (Benjamini and Hochberg 1995, "Controlling
 * the false discovery rate", JRSS B 57): the running minimum from above of (m/i) p_(i).
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /** Adjusts p-values of one family. */
  public static Adjusted adjust(List<PValue> pValues) {
    int m = pValues.size();
    PValue[] adjusted = new PValue[m];
    int[] order = Holm.ascending(pValues);
    double running = 0;
    for (int i = m - 1; i >= 0; i--) {
      double scaled = pValues.get(order[i]).log() + Math.log(m / (i + 1.0));
      running = Math.min(running, scaled);
      adjusted[order[i]] = new PValue(running);
    }
    return new Adjusted(List.of(adjusted));
  }

  /** The same for plain probabilities. */
  public static Adjusted adjust(double... pValues) {
    return adjust(Arrays.stream(pValues).mapToObj(PValue::of).toList());
  }
}
