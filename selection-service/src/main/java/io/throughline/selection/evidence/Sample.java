package io.throughline.selection.evidence;

import io.throughline.selection.policy.Over;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that one check looks at: columns of equal length, one entry a unit or fold, of those
 * that every model looked at has.
 *
 * @param dataset what they were measured on
 * @param untouched whether the dataset was never used but for judging
 * @param over whether by unit or by fold
 * @param keys the units, or the folds' numbers
 * @param candidate the candidate's values
 * @param champion the champion's values; empty where the check compares with nobody
 * @param trainCounts units that trained each fold; empty over units
 * @param testCounts units that tested each fold; empty over units
 * @param expected how many there should be: the dataset's units as declared, or all that either
 *     model has
 * @param candidateMissing how many of the expected the candidate lacks
 * @param championMissing how many of the expected the champion lacks
 * @param slices by what each unit is cut into slices; NaN where that is not known; empty where the
 *     check looks at no slices
 */
public record Sample(
    String dataset,
    boolean untouched,
    Over over,
    List<String> keys,
    double[] candidate,
    double[] champion,
    long[] trainCounts,
    long[] testCounts,
    long expected,
    long candidateMissing,
    long championMissing,
    double[] slices) {

  /** A sample that was kept before slices were looked at has none. */
  public Sample {
    slices = slices == null ? new double[0] : slices;
  }

  /** A sample without slices. */
  public Sample(
      String dataset,
      boolean untouched,
      Over over,
      List<String> keys,
      double[] candidate,
      double[] champion,
      long[] trainCounts,
      long[] testCounts,
      long expected,
      long candidateMissing,
      long championMissing) {
    this(
        dataset,
        untouched,
        over,
        keys,
        candidate,
        champion,
        trainCounts,
        testCounts,
        expected,
        candidateMissing,
        championMissing,
        new double[0]);
  }

  /** The same units, cut into slices by the values of a column. */
  public Sample sliced(Column by) {
    Map<String, Double> known = new HashMap<>();
    for (int i = 0; i < by.keys().size(); i++) {
      known.put(by.keys().get(i), by.values()[i]);
    }
    double[] values =
        keys.stream().mapToDouble(key -> known.getOrDefault(key, Double.NaN)).toArray();
    return new Sample(
        dataset,
        untouched,
        over,
        keys,
        candidate,
        champion,
        trainCounts,
        testCounts,
        expected,
        candidateMissing,
        championMissing,
        values);
  }

  /** How many units or folds it has. */
  public int size() {
    return candidate.length;
  }
}
