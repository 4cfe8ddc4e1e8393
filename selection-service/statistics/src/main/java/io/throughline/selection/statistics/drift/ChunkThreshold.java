package io.throughline.selection.statistics.drift;

import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * What a distance between chunks of undrifted data looks like: the mean of reference chunks and so
 * many standard deviations (Shewhart 1931, "Economic control of quality of manufactured product").
 * It holds for chunks of the same size and bins as the reference's.
 *
 * @param mean of the reference chunks' values
 * @param standardDeviation of them
 * @param deviations how many standard deviations are tolerated, customarily 3
 * @param chunks how many the threshold rests on
 */
public record ChunkThreshold(double mean, double standardDeviation, double deviations, int chunks) {

  /** Fewer reference chunks than this tell nothing about their spread. */
  public static final int MIN_CHUNKS = 5;

  /** The threshold of reference chunks' distances, each held against the whole reference. */
  public static Result<ChunkThreshold> of(double[] referenceChunks, double deviations) {
    if (referenceChunks.length < MIN_CHUNKS) {
      return Result.notComputable(
          Reason.TOO_FEW_UNITS,
          referenceChunks.length + " reference chunks are too few: take " + MIN_CHUNKS);
    }
    double mean = Mean.of(referenceChunks).getAsDouble();
    double standardDeviation = StandardDeviation.of(referenceChunks).getAsDouble();
    if (!Double.isFinite(mean) || !Double.isFinite(standardDeviation)) {
      return Result.notComputable(Reason.NOT_FINITE, "A reference chunk's value is not finite");
    }
    return Result.computed(
        new ChunkThreshold(mean, standardDeviation, deviations, referenceChunks.length));
  }

  /** The upper threshold, for distances, which drift in one direction only. */
  public double upper() {
    return mean + deviations * standardDeviation;
  }

  /** The lower threshold, for rates such as the share of missing values. */
  public double lower() {
    return mean - deviations * standardDeviation;
  }

  /** Whether a chunk's distance is beyond the upper threshold. */
  public boolean isExceededBy(double value) {
    return value > upper();
  }
}
