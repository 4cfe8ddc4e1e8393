package io.throughline.selection.statistics;

/** Checks for arguments that a programmer chose, as opposed to data. */
public final class Levels {
  private Levels() {}

  /** Returns the confidence level, which must lie strictly between 0 and 1. */
  public static double check(double level) {
    return probability(level, "level");
  }

  /** Returns the named probability, which must lie strictly between 0 and 1. */
  public static double probability(double value, String name) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", but must lie between 0 and 1, both excluded");
    }
    return value;
  }

  /** Refuses arrays that should describe the same things but differ in length. */
  public static void sameLength(int expected, int actual, String name) {
    if (expected != actual) {
      throw new IllegalArgumentException(
          name + " has length " + actual + ", but the first array has length " + expected);
    }
  }
}
