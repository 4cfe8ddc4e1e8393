package io.throughline.selection.evidence;

import java.util.List;

/**
 * A metric of one model on one dataset: columns of equal length, ordered by key.
 *
 * @param keys the units, or the folds' numbers, each once
 * @param values the values
 * @param trainCounts units that trained each fold; empty over units
 * @param testCounts units that tested each fold; empty over units
 */
public record Column(List<String> keys, double[] values, long[] trainCounts, long[] testCounts) {
  /** Nothing was measured. */
  public static final Column EMPTY = new Column(List.of(), new double[0], new long[0], new long[0]);
}
