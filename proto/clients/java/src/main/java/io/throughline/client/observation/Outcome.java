package io.throughline.client.observation;

import java.time.Instant;

/**
 * A unit did something worth a number.
 *
 * @param unit a pseudonymous id: never a name, an address or a number that others know
 * @param id the outcome's own id, unique for the unit and kind, such as the number of the order
 * @param time when it was done
 * @param value how much
 * @param revision how often it was corrected before; of several the highest counts
 * @param retracted whether this revision takes it back: it did not happen
 */
public record Outcome(
    String unit, String id, Instant time, double value, int revision, boolean retracted) {

  /** An outcome as it is told for the first time. */
  public static Outcome of(String unit, String id, Instant time, double value) {
    return new Outcome(unit, id, time, value, 0, false);
  }

  /** The next revision: another value. */
  public Outcome corrected(double corrected) {
    return new Outcome(unit, id, time, corrected, revision + 1, false);
  }

  /** The next revision: it did not happen. */
  public Outcome takenBack() {
    return new Outcome(unit, id, time, value, revision + 1, true);
  }
}
