package io.throughline.client.spill;

/**
 * How far a producer has counted in a scope.
 *
 * @param epoch its epoch, from 1
 * @param number the last number that the journal acknowledged; 0: none
 */
public record Count(long epoch, long number) {

  /** Before the first batch. */
  public static final Count NONE = new Count(1, 0);
}
