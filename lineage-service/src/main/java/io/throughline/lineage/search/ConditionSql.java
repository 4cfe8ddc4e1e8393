package io.throughline.lineage.search;

import io.throughline.event.v1.RunState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a condition means in SQL, for a row {@code r} of the table {@code run}. */
final class ConditionSql {
  private static final String FIELD = "filter";
  private static final String STATE_PREFIX = "RUN_STATE_";

  private ConditionSql() {}

  static String of(Condition condition, Binds binds) {
    return switch (condition.subject()) {
      case METRIC -> metric(condition, binds);
      case PARAMETER -> parameter(condition, binds);
      case TAG -> tag(condition, binds);
      case STEP -> "r.step " + condition.operator() + " " + text(condition, binds);
      case PARENT -> "r.parent " + condition.operator() + " " + text(condition, binds);
      case STATE -> state(condition, binds);
      case START_TIME -> "r.start_time " + condition.operator() + " " + time(condition, binds);
    };
  }

  /** Some series of the whole data and of no fold has such a last value; NaN only differs. */
  private static String metric(Condition condition, Binds binds) {
    if (!condition.isNumber()) {
      throw FilterFault.at(
          FIELD, condition.column(), "a metric is compared with a number; take off the quotes");
    }
    String number = condition.operator().equals("!=") ? "" : " AND m.last_value <> 'NaN'";
    return """
    EXISTS (SELECT FROM graph.series AS m WHERE m.tenant = r.tenant AND m.scope = r.scope
      AND m.run = r.name AND m.metric = %s AND m.segment = '' AND m.fold = 0
      AND m.last_value %s %s%s)"""
        .formatted(
            binds.add(condition.key()), condition.operator(), binds.add(condition.value()), number);
  }

  private static String parameter(Condition condition, Binds binds) {
    String key = binds.add(condition.key());
    String value = binds.add(condition.value());
    String compared =
        condition.isNumber()
            ? "p.number %s %s".formatted(condition.operator(), value)
            : indexed("p", condition.operator(), value);
    return """
    EXISTS (SELECT FROM graph.parameter AS p WHERE p.tenant = r.tenant AND p.scope = r.scope
      AND p.run = r.name AND p.key = %s AND %s)"""
        .formatted(key, compared);
  }

  private static String tag(Condition condition, Binds binds) {
    String key = binds.add(condition.key());
    String value = text(condition, binds);
    return """
    EXISTS (SELECT FROM graph.tag AS t WHERE t.tenant = r.tenant AND t.scope = r.scope
      AND t.subject = r.name AND t.recorded_to IS NULL AND t.key = %s AND %s)"""
        .formatted(key, indexed("t", condition.operator(), value));
  }

  /** Long values are indexed by their beginning. */
  private static String indexed(String table, String operator, String value) {
    String compared = "%s.value %s %s::text COLLATE \"C\"".formatted(table, operator, value);
    return operator.equals("=")
        ? "left(%s.value, 200) = left(%s, 200) AND %s".formatted(table, value, compared)
        : compared;
  }

  private static String text(Condition condition, Binds binds) {
    if (condition.isNumber()) {
      throw FilterFault.at(
          FIELD, condition.column(), "this is compared with a text; put it in single quotes");
    }
    return binds.add(condition.value());
  }

  private static String state(Condition condition, Binds binds) {
    boolean equality = condition.operator().equals("=") || condition.operator().equals("!=");
    if (!equality || condition.isNumber()) {
      throw FilterFault.at(
          FIELD, condition.column(), "a state is compared by = or != with one of " + states());
    }
    String word = ((String) condition.value()).toUpperCase(Locale.ROOT);
    return Arrays.stream(RunState.values())
        .filter(state -> state.name().equals(STATE_PREFIX + word))
        .findFirst()
        .map(state -> "r.state " + condition.operator() + " " + binds.add(state.getNumber()))
        .orElseThrow(
            () ->
                FilterFault.at(
                    FIELD,
                    condition.column(),
                    "'%s' is no state; there are %s".formatted(condition.value(), states())));
  }

  private static String states() {
    return Arrays.stream(RunState.values())
        .filter(state -> state != RunState.UNRECOGNIZED)
        .map(state -> "'" + state.name().substring(STATE_PREFIX.length()) + "'")
        .collect(Collectors.joining(", "));
  }

  private static String time(Condition condition, Binds binds) {
    try {
      OffsetDateTime time =
          condition.isNumber()
              ? Instant.ofEpochMilli(((Double) condition.value()).longValue())
                  .atOffset(ZoneOffset.UTC)
              : OffsetDateTime.parse((String) condition.value());
      return binds.add(time);
    } catch (DateTimeException e) {
      throw FilterFault.at(
          FIELD,
          condition.column(),
          "no time; write '2026-11-24T10:00:00Z', or milliseconds since 1970");
    }
  }
}
