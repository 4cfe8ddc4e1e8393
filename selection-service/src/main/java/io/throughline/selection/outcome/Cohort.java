package io.throughline.selection.outcome;

import java.util.Map;
import java.util.Set;

/**
 * Units that are looked at together, by what was known of them at their first exposure.
 *
 * @param id its name
 * @param population whose units they are
 * @param where for each attribute the values of which a unit must have one
 */
public record Cohort(String id, String population, Map<String, Set<String>> where) {
  /** Everybody. */
  public static final String ALL = "all";

  /** Copies the predicate. */
  public Cohort {
    where = Map.copyOf(where);
  }

  /** Whether a unit with these attributes belongs to it. A missing attribute has no value. */
  public boolean contains(Map<String, String> attributes) {
    return where.entrySet().stream()
        .allMatch(
            condition -> {
              String value = attributes.get(condition.getKey());
              return value != null && condition.getValue().contains(value);
            });
  }
}
