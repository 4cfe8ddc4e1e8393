package io.throughline.lineage.search;

import io.throughline.event.v1.RunState;
import io.throughline.lineage.search.FilterParser.ValueContext;
import io.throughline.server.status.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/** Reads the values of a filter as what they are compared with. */
final class ValueReader {
  private static final String STATE_PREFIX = "RUN_STATE_";

  /** What MLflow calls states. */
  private static final Map<String, RunState> ALIASES =
      Map.of(
          "FINISHED", RunState.RUN_STATE_SUCCEEDED,
          "KILLED", RunState.RUN_STATE_ABORTED,
          "SCHEDULED", RunState.RUN_STATE_UNSPECIFIED);

  private static final Map<String, Long> UNIT_MILLIS =
      Map.of(
          "ms", 1L,
          "s", 1_000L,
          "m", 60_000L,
          "h", 3_600_000L,
          "d", 86_400_000L,
          "w", 604_800_000L);

  /** Beyond it PostgreSQL keeps no time. */
  private static final int MAX_YEAR = 9_999;

  private final String field;
  private final Instant now;

  ValueReader(String field, Instant now) {
    this.field = field;
    this.now = now;
  }

  /** A value of the operand's type, or a fault that says what is expected. */
  Object value(Operand operand, ValueContext context) {
    return switch (operand.type()) {
      case NUMBER -> isDuration(operand, context) ? seconds(context) : number(operand, context);
      case TEXT -> {
        if (!isText(context)) {
          throw expected(operand, context, "; put it in single quotes");
        }
        yield text(context);
      }
      case NUMBER_OR_TEXT -> isText(context) ? text(context) : number(operand, context);
      case TIME -> time(operand, context);
      case STATE -> state(operand, context);
    };
  }

  /** The pattern of a LIKE. */
  String pattern(Operand operand, Token like, ValueContext context) {
    Operand.Type type = operand.type();
    if (type != Operand.Type.TEXT && type != Operand.Type.NUMBER_OR_TEXT) {
      throw FilterFault.at(
          field, FaultStrategy.column(like), "only texts are compared by LIKE and ILIKE");
    }
    if (!isText(context)) {
      throw fault(context, "give a pattern in single quotes: 'a%'");
    }
    String pattern = text(context);
    int slashes = 0;
    while (slashes < pattern.length() && pattern.charAt(pattern.length() - 1 - slashes) == '\\') {
      slashes++;
    }
    if (slashes % 2 == 1) {
      throw fault(context, "a pattern cannot end with a single backslash; write two for one");
    }
    return pattern;
  }

  /** Whether a value is a text; true and false are texts too. */
  boolean isText(ValueContext context) {
    return context.TEXT() != null
        || context.DOUBLE() != null
        || context.TRUE() != null
        || context.FALSE() != null;
  }

  private String text(ValueContext context) {
    String text =
        context.TEXT() == null && context.DOUBLE() == null
            ? context.getText().toLowerCase(Locale.ROOT)
            : OperandReader.unquote(context.getText());
    if (text.indexOf('\0') >= 0) {
      throw fault(context, "a text cannot hold the character NUL");
    }
    return text;
  }

  private Object number(Operand operand, ValueContext context) {
    if (context.NUMBER() == null) {
      throw expected(operand, context, isText(context) ? "; take off the quotes" : "");
    }
    double number = Double.parseDouble(context.getText());
    if (Double.isInfinite(number)) {
      throw fault(context, "'%s' is too large for a number".formatted(context.getText()));
    }
    return number;
  }

  private static boolean isDuration(Operand operand, ValueContext context) {
    return context.DURATION() != null
        && context.WORD() == null
        && operand.equals(new Operand.Own(Attribute.DURATION));
  }

  private Object seconds(ValueContext context) {
    return millis(context) / 1_000.0;
  }

  private Object time(Operand operand, ValueContext context) {
    if (context.WORD() != null) {
      if (!context.WORD().getText().equalsIgnoreCase("now")) {
        throw fault(context, "'%s' is no time; write now()".formatted(context.WORD().getText()));
      }
      long shift = context.DURATION() == null ? 0 : millis(context);
      return inRange(context, () -> now.plusMillis(context.MINUS() == null ? shift : -shift));
    }
    if (context.NUMBER() != null) {
      return inRange(
          context, () -> Instant.ofEpochMilli((long) Double.parseDouble(context.getText())));
    }
    if (!isText(context)) {
      throw expected(operand, context, "");
    }
    return inRange(context, () -> instant(text(context)));
  }

  private static Instant instant(String text) {
    return text.length() == "2026-11-24".length()
        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
        : OffsetDateTime.parse(text).toInstant();
  }

  private interface Time {
    Instant get();
  }

  private OffsetDateTime inRange(ValueContext context, Time time) {
    try {
      OffsetDateTime found = time.get().atOffset(ZoneOffset.UTC);
      if (Math.abs(found.getYear()) <= MAX_YEAR) {
        return found;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Falls through to the one fault that says what a time looks like.
    }
    throw fault(
        context,
        "no time; write '2026-11-24T10:00:00Z', '2026-11-24', milliseconds since 1970, or"
            + " now() - 7d");
  }

  /** A duration in milliseconds. */
  private long millis(ValueContext context) {
    String text = context.DURATION().getText().toLowerCase(Locale.ROOT);
    String unit = text.replaceAll("[^a-z]", "");
    try {
      return Math.multiplyExact(
          Long.parseLong(text.substring(0, text.length() - unit.length())), UNIT_MILLIS.get(unit));
    } catch (NumberFormatException | ArithmeticException e) {
      throw fault(context, "the duration is too long");
    }
  }

  private Object state(Operand operand, ValueContext context) {
    if (!isText(context)) {
      throw expected(operand, context, "; there are " + states());
    }
    String word = text(context).toUpperCase(Locale.ROOT);
    Optional<RunState> state =
        Arrays.stream(RunState.values())
            .filter(s -> s.name().equals(STATE_PREFIX + word))
            .findFirst()
            .or(() -> Optional.ofNullable(ALIASES.get(word)));
    return state
        .map(RunState::getNumber)
        .orElseThrow(
            () -> fault(context, "'%s' is no state; there are %s".formatted(word, states())));
  }

  private static String states() {
    return Arrays.stream(RunState.values())
        .filter(state -> state != RunState.UNRECOGNIZED)
        .map(state -> "'" + state.name().substring(STATE_PREFIX.length()) + "'")
        .collect(Collectors.joining(", "));
  }

  private Failure expected(Operand operand, ValueContext context, String remedy) {
    return fault(
        context,
        "'%s' does not fit; this is compared with %s%s"
            .formatted(context.getText(), operand.type().shown(), remedy));
  }

  private Failure fault(ValueContext context, String fault) {
    return FilterFault.at(field, FormulaReader.column(context), fault);
  }
}
