package io.throughline.selection.statistics.multiplicity;

import io.throughline.selection.statistics.PValue;
import java.util.List;

/**
 * Adjusted p-values, in the order in which the raw ones came: reject exactly those below alpha.
 *
 * @param pValues one for each hypothesis
 */
public record Adjusted(List<PValue> pValues) {

  /** Copies the list. */
  public Adjusted {
    pValues = List.copyOf(pValues);
  }

  /** Whether the hypothesis at this index is rejected at alpha. */
  public boolean rejects(int index, double alpha) {
    return pValues.get(index).log() <= Math.log(alpha);
  }

  /** How many hypotheses are rejected at alpha. */
  public long rejections(double alpha) {
    return pValues.stream().filter(p -> p.log() <= Math.log(alpha)).count();
  }
}
