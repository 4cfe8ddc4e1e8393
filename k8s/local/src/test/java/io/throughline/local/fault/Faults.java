package io.throughline.local.fault;

import java.util.Random;

/**
 * How much is broken, and in which order: the short form in every build, the full one on demand.
 *
 * @param full whether it is the full form
 * @param share how much of the full form: 0.2 kills a fifth as often
 * @param seed what every random choice follows from
 */
record Faults(boolean full, double share, long seed) {

  /**
   * As the system properties {@code throughline.faults}, {@code throughline.faults.share} and
   * {@code throughline.faults.seed} say.
   */
  static Faults configured() {
    String seed = System.getProperty("throughline.faults.seed", "");
    boolean full = System.getProperty("throughline.faults", "short").equals("full");
    double share = Double.parseDouble(System.getProperty("throughline.faults.share", "1"));
    return new Faults(
        full, share, seed.isBlank() ? System.nanoTime() & 0xFFFFFF : Long.parseLong(seed));
  }

  /** The command that breaks the same in the same order. */
  String replay(String test) {
    return "./mvnw verify -Dit.test=%s -Dtest=None".formatted(test)
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false"
        + (full ? " -Pfaults -Dfaults.share=" + share : " -Pfaults-short")
        + " -Dfaults.seed="
        + seed;
  }

  Random random() {
    return new Random(seed);
  }

  /** How often something happens: so often in the short form, and its share of the full one. */
  int times(int inShort, int inFull) {
    return full ? (int) Math.ceil(share * inFull) : inShort;
  }

  /** One number in the short form, another in the full one. */
  int of(int inShort, int inFull) {
    return full ? inFull : inShort;
  }
}
