package io.throughline.lineage.search;

/**
 * One condition of a filter.
 *
 * @param subject what is compared
 * @param key its key; empty for an attribute of the run itself
 * @param operator one of {@code =, !=, <, <=, >, >=}
 * @param value what it is compared with: a {@link String} or a {@link Double}
 * @param column where the value begins, from 1
 */
record Condition(Subject subject, String key, String operator, Object value, int column) {

  /** What a condition can compare, or an order sort by. */
  enum Subject {
    METRIC,
    PARAMETER,
    TAG,
    STEP,
    STATE,
    PARENT,
    START_TIME
  }

  boolean isNumber() {
    return value instanceof Double;
  }
}
