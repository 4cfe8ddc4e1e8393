package io.throughline.housevaluation.simulation;

/**
 * People who look at listings, simulated: at the right price a share of listings gets a lead, and
 * the more the price exceeds it, the fewer.
 *
 * @param baseRate the chance of a lead at the price that was really paid
 * @param slope by how much the log odds of a lead fall for a price that is twice the right one
 */
public record Buyers(double baseRate, double slope) {

  /** A lead for every fifth listing at the right price; at 5 % too much for about every sixth. */
  public static final Buyers USUAL = new Buyers(0.2, 4);

  /**
   * The chance of a lead.
   *
   * @param price what is asked
   * @param paid what the house is worth
   */
  public double chance(double price, double paid) {
    double overPricing = price / paid - 1;
    return 1 / (1 + Math.exp(-(Math.log(baseRate / (1 - baseRate)) - slope * overPricing)));
  }
}
