package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The bootstrap of a mean over a stream of units whose number is unknown beforehand: each unit
 * enters each draw with a Poisson(1) weight (Chamandy, Muralidharan, Najmi and Naidu 2012,
 * "Estimating uncertainty for massive data streams", Google). Memory is the number of draws. A
 * unit's weights depend on its key and the seed alone, so streams in any order and split over any
 * number of accumulators add up to the same draws, rounding aside. Not thread-safe.
 */
public final class PoissonBootstrap {

  private final long seed;
  private final double[] sums;
  private final double[] weights;
  private double sum;
  private long n;

  /** An empty accumulator with so many draws, at least {@link PairedBootstrap#MIN_DRAWS}. */
  public PoissonBootstrap(int draws, long seed) {
    if (draws < PairedBootstrap.MIN_DRAWS) {
      throw new IllegalArgumentException(
          "draws is " + draws + ", but must be at least " + PairedBootstrap.MIN_DRAWS);
    }
    this.seed = seed;
    this.sums = new double[draws];
    this.weights = new double[draws];
  }

  /**
   * Adds a unit, once.
   *
   * @param key a hash of the unit's id
   * @param value finite
   */
  public void add(long key, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("The value of unit " + key + " is " + value);
    }
    UniformRandomProvider random =
        RandomSource.SPLIT_MIX_64.create(seed ^ (key * 0x9E3779B97F4A7C15L));
    SharedStateDiscreteSampler poisson = PoissonSampler.of(random, 1);
    for (int b = 0; b < sums.length; b++) {
      int weight = poisson.sample();
      sums[b] += weight * value;
      weights[b] += weight;
    }
    sum += value;
    n++;
  }

  /** Adds the units of another accumulator of the same draws and seed. */
  public void add(PoissonBootstrap other) {
    if (other.seed != seed || other.sums.length != sums.length) {
      throw new IllegalArgumentException("Only accumulators of the same draws and seed add up");
    }
    for (int b = 0; b < sums.length; b++) {
      sums[b] += other.sums[b];
      weights[b] += other.weights[b];
    }
    sum += other.sum;
    n += other.n;
  }

  /** The mean of the units so far with its percentile interval. */
  public Result<Estimate> mean(double level) {
    if (n < 2) {
      return Result.notComputable(
          n == 0 ? Reason.EMPTY : Reason.TOO_FEW_UNITS, "A bootstrap needs at least two units");
    }
    double[] means = new double[sums.length];
    for (int b = 0; b < means.length; b++) {
      means[b] = weights[b] == 0 ? sum / n : sums[b] / weights[b];
    }
    return BootstrapDraws.of(sum / n, means)
        .flatMap(draws -> draws.percentile(level, Method.BOOTSTRAP_PERCENTILE, n));
  }
}
