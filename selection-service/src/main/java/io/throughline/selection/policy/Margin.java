package io.throughline.selection.policy;

/**
 * How far a candidate may or must be from the champion.
 *
 * @param size how far: in the metric's unit, or as a share of the champion's mean; never negative
 * @param relative whether the size is a share (0.02 for {@code 2%})
 * @param required whether the candidate must be better by more than the size; otherwise it must be
 *     worse by less than the size (non-inferiority)
 */
public record Margin(double size, boolean relative, boolean required) {

  /** The size as somebody would write it. */
  public String text() {
    return relative ? Numbers.show(size * 100) + "%" : Numbers.show(size);
  }
}
