package io.throughline.lineage.search;

import io.throughline.lineage.search.Condition.Subject;
import io.throughline.lineage.search.Token.Kind;
import io.throughline.server.status.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Parses filters ({@code metrics.rmse < 0.2 AND params.family = 'cart'}) and orders ({@code
 * metrics.rmse ASC}), by recursive descent.
 */
final class Parser {
  private static final int MAX_CONDITIONS = 50;
  private static final Map<String, Subject> KEYED =
      Map.of("metrics", Subject.METRIC, "params", Subject.PARAMETER, "tags", Subject.TAG);
  private static final Map<String, Subject> ATTRIBUTES =
      Map.of(
          "step", Subject.STEP,
          "state", Subject.STATE,
          "parent", Subject.PARENT,
          "start_time", Subject.START_TIME);
  private static final String SUBJECTS =
      "metrics.KEY, params.KEY, tags.KEY, step, state, parent or start_time";

  private final String field;
  private final List<Token> tokens;
  private int at;

  private Parser(String field, String text) {
    this.field = field;
    this.tokens = Lexer.tokens(field, text);
  }

  /** The conditions of a filter, all of which must hold. FILTER_INVALID where it is none. */
  static List<Condition> filter(String text) {
    return new Parser("filter", text).conditions();
  }

  /** An order. FILTER_INVALID where it is none. */
  static Order order(String text) {
    return text.isBlank() ? Order.LATEST_FIRST : new Parser("order_by", text).order();
  }

  private List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    if (peek().kind() == Kind.END) {
      return conditions;
    }
    while (true) {
      if (conditions.size() == MAX_CONDITIONS) {
        throw fault(peek(), "more than %d conditions".formatted(MAX_CONDITIONS));
      }
      conditions.add(condition());
      Token after = next();
      if (after.kind() == Kind.END) {
        return conditions;
      }
      if (!after.isWord("AND")) {
        throw fault(
            after, "%s is not expected here; join conditions by AND".formatted(after.shown()));
      }
    }
  }

  private Condition condition() {
    Named named = named();
    Token operator = next();
    if (operator.kind() != Kind.OPERATOR) {
      throw fault(
          operator,
          "%s is not expected here; compare with =, !=, <, <=, > or >="
              .formatted(operator.shown()));
    }
    Token value = next();
    Object content =
        switch (value.kind()) {
          case TEXT -> value.text();
          case NUMBER -> Double.valueOf(value.text());
          default ->
              throw fault(
                  value,
                  "%s is not expected here; give a number, or a text in single quotes"
                      .formatted(value.shown()));
        };
    return new Condition(named.subject, named.key, operator.text(), content, value.column());
  }

  private Order order() {
    Token first = peek();
    Named named = named();
    switch (named.subject) {
      case METRIC, PARAMETER, START_TIME -> {}
      default -> throw fault(first, "runs are sorted by metrics.KEY, params.KEY or start_time");
    }
    Token direction = next();
    boolean descending = direction.isWord("DESC");
    if (!descending && !direction.isWord("ASC") && direction.kind() != Kind.END) {
      throw fault(
          direction, "%s is not expected here; say ASC or DESC".formatted(direction.shown()));
    }
    if (direction.kind() != Kind.END && next().kind() != Kind.END) {
      throw fault(tokens.get(at - 1), "nothing may follow the direction");
    }
    return new Order(named.subject, named.key, descending);
  }

  private record Named(Subject subject, String key) {}

  private Named named() {
    Token token = next();
    if (token.kind() != Kind.WORD) {
      throw fault(token, "%s is not expected here; name %s".formatted(token.shown(), SUBJECTS));
    }
    int dot = token.text().indexOf('.');
    String head =
        (dot < 0 ? token.text() : token.text().substring(0, dot)).toLowerCase(Locale.ROOT);
    if (dot < 0 && ATTRIBUTES.containsKey(head)) {
      return new Named(ATTRIBUTES.get(head), "");
    }
    if (dot < 0 || !KEYED.containsKey(head)) {
      throw fault(token, "'%s' is unknown; name %s".formatted(token.text(), SUBJECTS));
    }
    String key = token.text().substring(dot + 1);
    if (key.isEmpty() && peek().kind() == Kind.QUOTED_KEY) {
      key = next().text();
    }
    if (key.isEmpty()) {
      throw fault(
          token, "a key is missing after '%s.'; put unusual keys in backticks".formatted(head));
    }
    return new Named(KEYED.get(head), key);
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  private Failure fault(Token token, String fault) {
    return FilterFault.at(field, token.column(), fault);
  }
}
