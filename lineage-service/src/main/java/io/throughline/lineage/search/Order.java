package io.throughline.lineage.search;

import io.throughline.lineage.search.Condition.Subject;

/**
 * What runs are sorted by; equal ones by name. Missing values and NaN come last either way.
 *
 * @param subject a metric, a parameter or the start time
 * @param key its key; empty for the start time
 * @param descending the largest first
 */
record Order(Subject subject, String key, boolean descending) {
  static final Order LATEST_FIRST = new Order(Subject.START_TIME, "", true);
}
