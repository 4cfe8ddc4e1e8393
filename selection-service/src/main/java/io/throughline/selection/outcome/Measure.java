package io.throughline.selection.outcome;

/**
 * What of a unit's outcomes is added up.
 *
 * @param kind the kind of outcome
 * @param amount whether their values are added; otherwise they are counted
 */
public record Measure(String kind, boolean amount) {
  /** Amounts are kept in millionths, counts as they are. */
  private static final double MILLIONTH = 1e-6;

  /** What one step of a total is worth. */
  public double scale() {
    return amount ? MILLIONTH : 1;
  }
}
