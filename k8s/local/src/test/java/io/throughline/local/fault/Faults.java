package io.throughline.local.fault;

import java.util.Random;

/**
 * How much is broken, and in which order: the short form in every build, the full one on demand.
 *
 * @param full whether it is the full form
 * @param seed what every random choice follows from
 */
record Faults(boolean full, long seed) {

  /**
   * As the system properties {@code throughline.faults} and {@code throughline.faults.seed} say.
   */
  static Faults configured() {
    String seed = System.getProperty("throughline.faults.seed", "");
    boolean full = System.getProperty("throughline.faults", "short").equals("full");
    return new Faults(full, seed.isBlank() ? System.nanoTime() & 0xFFFFFF : Long.parseLong(seed));
  }

  /** The command that breaks the same in the same order. */
  String replay(String test) {
    return "./mvnw -pl k8s/local -am verify -DskipTests=false -Dit.test=%s -Dsurefire.skip=true"
            .formatted(test)
        + " -Dfailsafe.failIfNoSpecifiedTests=false -Dfaults=%s -Dfaults.seed=%d"
            .formatted(full ? "full" : "short", seed);
  }

  Random random() {
    return new Random(seed);
  }

  /** One number in the short form, another in the full one. */
  int of(int inShort, int inFull) {
    return full ? inFull : inShort;
  }
}
