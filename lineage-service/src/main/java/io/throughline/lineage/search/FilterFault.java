package io.throughline.lineage.search;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;

/** The error of a filter or an order that cannot be parsed. */
final class FilterFault {
  private FilterFault() {}

  /**
   * A failure that points at a column.
   *
   * @param field the request's field
   * @param column from 1
   * @param fault what is wrong there, and what to do
   */
  static Failure at(String field, int column, String fault) {
    return Failure.of(
            ErrorReason.ERROR_REASON_FILTER_INVALID,
            "%s, column %d: %s".formatted(field, column, fault))
        .with("column", Integer.toString(column))
        .violation(field, "column %d: %s".formatted(column, fault));
  }
}
