package io.throughline.lineage.search;

import io.throughline.lineage.search.Predicate.Between;
import io.throughline.lineage.search.Predicate.Compared;
import io.throughline.lineage.search.Predicate.Like;
import io.throughline.lineage.search.Predicate.OneOf;
import java.time.OffsetDateTime;

/** What a predicate means in SQL, for an expression whose value is not null. */
final class PredicateSql {
  /** Texts are indexed by so many characters of their beginning. */
  static final int INDEXED = 200;

  private PredicateSql() {}

  /** A predicate over numbers, where NaN meets nothing: PostgreSQL takes it for the largest. */
  static String number(String expression, Predicate predicate, Binds binds) {
    String sql = of(expression, predicate, binds);
    boolean upwards = predicate instanceof Compared compared && compared.operator().startsWith(">");
    return upwards ? sql + " AND " + expression + " < 'NaN'" : sql;
  }

  /** A predicate over texts whose beginning is indexed. */
  static String indexedText(String column, Predicate predicate, Binds binds) {
    String start = "left(%s, %d)".formatted(column, INDEXED);
    if (predicate instanceof Compared compared && compared.operator().equals("=")) {
      String value = (String) compared.value();
      String same = "%s = %s".formatted(start, binds.add(start(value)));
      return isLong(value) ? same + " AND " + of(column, predicate, binds) : same;
    }
    if (predicate instanceof OneOf oneOf
        && oneOf.values().stream().noneMatch(value -> isLong((String) value))) {
      return of(start, predicate, binds);
    }
    return of(column, predicate, binds);
  }

  private static boolean isLong(String value) {
    return value.codePointCount(0, value.length()) >= INDEXED;
  }

  private static String start(String value) {
    return isLong(value) ? value.substring(0, value.offsetByCodePoints(0, INDEXED)) : value;
  }

  static String of(String expression, Predicate predicate, Binds binds) {
    if (predicate instanceof Compared compared) {
      return "%s %s %s".formatted(expression, compared.operator(), binds.add(compared.value()));
    }
    if (predicate instanceof OneOf oneOf) {
      return "%s = ANY (%s)".formatted(expression, binds.add(array(oneOf)));
    }
    if (predicate instanceof Between between) {
      return "%s BETWEEN %s AND %s"
          .formatted(expression, binds.add(between.low()), binds.add(between.high()));
    }
    Like like = (Like) predicate;
    return "%s %s %s"
        .formatted(
            expression, like.caseInsensitive() ? "ILIKE" : "LIKE", binds.add(like.pattern()));
  }

  private static Object array(OneOf oneOf) {
    Object sample = oneOf.sample();
    if (sample instanceof Double) {
      return oneOf.values().toArray(Double[]::new);
    }
    if (sample instanceof OffsetDateTime) {
      return oneOf.values().toArray(OffsetDateTime[]::new);
    }
    return sample instanceof Integer
        ? oneOf.values().stream().map(v -> ((Integer) v).shortValue()).toArray(Short[]::new)
        : oneOf.values().toArray(String[]::new);
  }
}
