package io.throughline.selection.statistics.model;

import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Bootstrapped mean deviations of all candidates in all metrics, from one set of resamples of the
 * units, so that every comparison between candidates and metrics stays paired. The draws are a
 * matrix product, counts of units times scores, computed in blocks on all cores. Each draw has its
 * own stream of random numbers, seeded by the draw's number, so the bits do not depend on the
 * number of threads.
 */
final class BootstrapMeans {

  private static final int BLOCK = 8;

  private final int candidates;
  private final double[][][] deviations;

  private BootstrapMeans(int candidates, double[][][] deviations) {
    this.candidates = candidates;
    this.deviations = deviations;
  }

  static BootstrapMeans of(CandidateScores scores, int draws, long seed) {
    if (draws < PairedBootstrap.MIN_DRAWS) {
      throw new IllegalArgumentException(
          "draws is " + draws + ", but must be at least " + PairedBootstrap.MIN_DRAWS);
    }
    double[][][] deviations = new double[scores.metrics()][draws][scores.candidates()];
    IntStream.range(0, (draws + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int from = block * BLOCK;
              int to = Math.min(draws, from + BLOCK);
              double[][] counts = counts(from, to, scores.units(), seed);
              for (int metric = 0; metric < scores.metrics(); metric++) {
                multiply(counts, scores.centred(metric), deviations[metric], from);
              }
            });
    return new BootstrapMeans(scores.candidates(), deviations);
  }

  int draws() {
    return deviations[0].length;
  }

  /** Mean deviations of all candidates in a draw; not to be changed. */
  double[] deviations(int metric, int draw) {
    return deviations[metric][draw];
  }

  /** The draws of the difference of two candidates' mean deviations. */
  double[] differences(int metric, int candidate, int other) {
    double[] differences = new double[draws()];
    for (int b = 0; b < differences.length; b++) {
      double[] draw = deviations[metric][b];
      differences[b] = draw[candidate] - draw[other];
    }
    return differences;
  }

  int candidates() {
    return candidates;
  }

  /** How often each unit enters each draw, divided by the number of units. */
  private static double[][] counts(int from, int to, int units, long seed) {
    double[][] counts = new double[to - from][units];
    double share = 1.0 / units;
    for (int b = from; b < to; b++) {
      UniformRandomProvider random =
          RandomSource.XO_RO_SHI_RO_128_PP.create(seed + b * 0x9E3779B97F4A7C15L);
      double[] row = counts[b - from];
      for (int i = 0; i < units; i++) {
        row[random.nextInt(units)] += share;
      }
    }
    return counts;
  }

  private static void multiply(double[][] counts, double[][] scores, double[][] target, int first) {
    for (int unit = 0; unit < scores.length; unit++) {
      double[] row = scores[unit];
      for (int b = 0; b < counts.length; b++) {
        double count = counts[b][unit];
        if (count != 0) {
          add(count, row, target[first + b]);
        }
      }
    }
  }

  /** The inner loop, plain enough for the compiler to use vector instructions. */
  private static void add(double count, double[] row, double[] target) {
    for (int c = 0; c < target.length; c++) {
      target[c] += count * row[c];
    }
  }
}
