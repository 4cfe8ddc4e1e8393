package io.throughline.housevaluation.simulation;

import java.time.Instant;
import java.util.Optional;

/**
 * A listing as it was shown, and what came of it.
 *
 * @param arm whose price it was shown with
 * @param price that price, in US dollars
 * @param lead when somebody asked for it, if anybody did
 * @param chances of a lead under each arm: what nobody can observe
 */
public record Showing(
    Listing listing, Arm arm, double price, Optional<Instant> lead, Chances chances) {

  /** The two sides of the trial. */
  public enum Arm {
    /** Shown with the champion's price. */
    CHAMPION,
    /** Shown with the price of the model that wants its place. */
    CHALLENGER
  }

  /**
   * The chance of a lead under each arm.
   *
   * @param champion with the champion's price
   * @param challenger with the challenger's price
   */
  public record Chances(double champion, double challenger) {

    double of(Arm arm) {
      return arm == Arm.CHAMPION ? champion : challenger;
    }
  }
}
