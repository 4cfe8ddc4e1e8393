package io.throughline.selection.statistics.drift;

import io.throughline.selection.statistics.Method;

/**
 * How far a current distribution lies from a reference.
 *
 * @param value not negative, 0 for equal distributions
 * @param method which distance
 * @param nReference units of the reference, 0 where only shares were given
 * @param nCurrent units of the current data, 0 where only shares were given
 */
public record Distance(double value, Method method, long nReference, long nCurrent) {

  /** Refuses a distance that is NaN or infinite. */
  public Distance {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("The distance is " + value + ", which is none");
    }
  }
}
