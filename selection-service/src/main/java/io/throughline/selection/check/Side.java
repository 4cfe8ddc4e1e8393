package io.throughline.selection.check;

/** On which side of a bound the quantity must lie. */
enum Side {
  BELOW,
  ABOVE
}
