package io.throughline.housevaluation.simulation;

import java.util.List;

/**
 * What is true of listings, which a trial can only estimate.
 *
 * @param listings how many
 * @param champion the share that gets a lead where all are shown with the champion's prices
 * @param challenger the share that gets a lead where all are shown with the challenger's prices
 */
public record Truth(int listings, double champion, double challenger) {

  /** The truth about listings, whichever prices they happened to be shown with. */
  static Truth of(List<Showing> showings) {
    return new Truth(
        showings.size(),
        showings.stream().mapToDouble(each -> each.chances().champion()).average().orElseThrow(),
        showings.stream().mapToDouble(each -> each.chances().challenger()).average().orElseThrow());
  }

  /** By how much the challenger's prices change the share with a lead. */
  public double effect() {
    return challenger - champion;
  }
}
