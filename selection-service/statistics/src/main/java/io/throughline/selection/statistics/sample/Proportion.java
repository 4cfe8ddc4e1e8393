package io.throughline.selection.statistics.sample;

/**
 * Successes among units.
 *
 * @param successes between 0 and n
 * @param n how many units, 0 allowed
 */
public record Proportion(long successes, long n) {

  /** Refuses negative counts and more successes than units. */
  public Proportion {
    if (successes < 0 || successes > n) {
      throw new IllegalArgumentException("No proportion: " + successes + " of " + n);
    }
  }

  /** The share of successes; meaningless without units. */
  public double share() {
    return (double) successes / n;
  }

  public long failures() {
    return n - successes;
  }

  public Proportion plus(Proportion other) {
    return new Proportion(successes + other.successes, n + other.n);
  }

  /** The squared standard error of the share, p(1 - p)/n. */
  public double shareVariance() {
    return share() * ((double) failures() / n) / n;
  }
}
