package io.throughline.lineage.search;

import java.util.List;

/**
 * What a value is held against. Values are a {@link Double}, a {@link String}, a time as {@link
 * java.time.OffsetDateTime}, or a state's number as {@link Integer}. Against a number, a text that
 * does not read as one meets nothing; NaN meets nothing either.
 */
sealed interface Predicate {

  /**
   * @param operator one of {@code =, <, <=, >, >=}
   */
  record Compared(String operator, Object value) implements Predicate {}

  /** Equal to one of them, which are all of one type. */
  record OneOf(List<Object> values) implements Predicate {}

  /** From low to high, both included, which are of one type. */
  record Between(Object low, Object high) implements Predicate {}

  /**
   * A pattern with {@code %} for any characters, {@code _} for one, and a backslash before what is
   * meant itself.
   *
   * @param caseInsensitive whether ASCII letters match both ways
   */
  record Like(String pattern, boolean caseInsensitive) implements Predicate {}

  /** A value of the type that all values of this predicate have. */
  default Object sample() {
    if (this instanceof Compared compared) {
      return compared.value();
    }
    if (this instanceof OneOf oneOf) {
      return oneOf.values().get(0);
    }
    return this instanceof Between between ? between.low() : ((Like) this).pattern();
  }
}
