package io.throughline.lineage.search;

/**
 * What runs are sorted by; equal ones by start, the latest first, then by name. Missing values and
 * NaN come last either way.
 *
 * @param operand what
 * @param descending the largest first
 */
record Order(Operand operand, boolean descending) {
  static final Order LATEST_FIRST = new Order(new Operand.Own(Attribute.START_TIME), true);
}
