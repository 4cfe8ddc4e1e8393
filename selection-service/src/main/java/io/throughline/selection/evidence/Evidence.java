package io.throughline.selection.evidence;

import java.util.Optional;

/**
 * What was found for one check: a sample, or the obstacle.
 *
 * @param check the check's id
 * @param sample the numbers; absent where there is an obstacle
 * @param obstacle why there are none
 */
public record Evidence(String check, Optional<Sample> sample, Optional<Obstacle> obstacle) {

  /** Numbers were found. */
  public static Evidence of(String check, Sample sample) {
    return new Evidence(check, Optional.of(sample), Optional.empty());
  }

  /** There is nothing to look at. */
  public static Evidence of(String check, Obstacle obstacle) {
    return new Evidence(check, Optional.empty(), Optional.of(obstacle));
  }
}
