package io.throughline.client.observation;

import java.time.Instant;
import java.util.Map;

/**
 * A unit met an arm of a trial.
 *
 * @param unit a pseudonymous id: never a name, an address or a number that others know
 * @param time when they met
 * @param arm the arm's id, or the name of a deployment where no trial is named
 * @param attributes what was known of the unit then, by which cohorts are made
 */
public record Exposure(String unit, Instant time, String arm, Map<String, String> attributes) {

  public Exposure {
    attributes = Map.copyOf(attributes);
  }
}
