package io.throughline.selection.evidence;

import io.throughline.selection.policy.Over;
import java.util.List;

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
    long championMissing) {

  /** How many units or folds it has. */
  public int size() {
    return candidate.length;
  }
}
