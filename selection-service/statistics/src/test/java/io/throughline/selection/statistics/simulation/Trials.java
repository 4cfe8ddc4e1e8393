package io.throughline.selection.statistics.simulation;

import io.throughline.selection.statistics.sample.Moments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Runs seeded trials and keeps their figures. */
final class Trials {

  static final int COUNT = 100_000;

  private Trials() {}

  /** The share of trials for which this holds; each trial gets its own seed. */
  static double share(String name, LongPredicate trial) {
    return share(name, COUNT, trial);
  }

  static double share(String name, int count, LongPredicate trial) {
    double share = (double) LongStream.range(0, count).parallel().filter(trial).count() / count;
    String line =
        String.format(Locale.ROOT, "%-60s %d trials: %.3f %%%n", name, count, 100 * share);
    try {
      Files.createDirectories(Path.of("target"));
      Files.writeString(
          Path.of("target/simulation.txt"),
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return share;
  }

  static UniformRandomProvider random(long experiment, long trial) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(experiment * 1_000_003 + trial);
  }

  static SharedStateContinuousSampler gaussian(UniformRandomProvider random) {
    return ZigguratSampler.NormalizedGaussian.of(random);
  }

  /**
   * Moments of so many normal units, drawn from their own distribution: normal mean, chi-square
   * variance.
   */
  static Moments normal(UniformRandomProvider random, long n, double mean, double deviation) {
    double chiSquare =
        2 * AhrensDieterMarsagliaTsangGammaSampler.of(random, (n - 1) / 2., 1).sample();
    return new Moments(
        n,
        mean + deviation * gaussian(random).sample() / Math.sqrt(n),
        deviation * deviation * chiSquare / (n - 1));
  }

  /** Whether this holds at one of the looks 1 to n. */
  static boolean atAnyLook(int looks, IntPredicate look) {
    boolean any = false;
    for (int i = 1; i <= looks; i++) {
      any |= look.test(i);
    }
    return any;
  }
}
