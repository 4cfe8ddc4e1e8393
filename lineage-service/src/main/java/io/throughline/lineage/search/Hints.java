package io.throughline.lineage.search;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/** What to say of a word that does not fit, so that the next try succeeds. */
final class Hints {
  static final String OPERANDS =
      "metrics.KEY, params.KEY, tags.KEY, datasets.name or an attribute (%s)"
          .formatted(String.join(", ", Attribute.names().toList()));

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("==", "="),
          Map.entry("<>", "!="),
          Map.entry("&&", "AND"),
          Map.entry("&", "AND"),
          Map.entry("||", "OR"),
          Map.entry("|", "OR"),
          Map.entry("!", "NOT"),
          Map.entry("=~", "LIKE"),
          Map.entry("~", "LIKE"),
          Map.entry("!~", "NOT LIKE"),
          Map.entry("=>", ">="),
          Map.entry("=<", "<="),
          Map.entry(":", "="),
          Map.entry(";", "AND"));
  private static final String COMPARE =
      "compare with =, !=, <, <=, >, >=, IN, LIKE, ILIKE, BETWEEN or IS NULL";
  private static final int NEAR = 2;

  private Hints() {}

  /**
   * What is wrong with a token.
   *
   * @param before the token before it; null at the beginning
   */
  static String of(String field, Token before, Token token) {
    return switch (token.getType()) {
      case FilterLexer.UNCLOSED ->
          "the %s that begins here does not end; close it with %s"
              .formatted(token.getText().startsWith("`") ? "key" : "text", quote(token));
      case FilterLexer.MISUSED ->
          "'%s' is not expected here; write %s"
              .formatted(token.getText(), INSTEAD.get(token.getText()));
      case FilterLexer.JUNK ->
          "'%s' is not expected here; put texts in single quotes and unusual keys in backticks"
              .formatted(token.getText());
      default -> shown(field, token) + " is not expected here; " + advice(field, before, token);
    };
  }

  private static String advice(String field, Token before, Token token) {
    if (field.equals("order_by")) {
      return before == null
          ? "name " + OPERANDS + ", then ASC or DESC"
          : "say ASC or DESC, and nothing behind it";
    }
    if (before == null) {
      return "begin with a condition: name " + OPERANDS;
    }
    return switch (before.getType()) {
      case FilterLexer.OPERATOR, FilterLexer.BETWEEN -> "give a number, or a text in single quotes";
      case FilterLexer.IN -> "list the values in parentheses: ('a', 'b')";
      case FilterLexer.LIKE, FilterLexer.ILIKE -> "give a pattern in single quotes: 'a%'";
      case FilterLexer.IS -> "say IS NULL or IS NOT NULL";
      case FilterLexer.WORD, FilterLexer.KEY -> COMPARE;
      case FilterLexer.AND, FilterLexer.OR, FilterLexer.LEFT ->
          "name what is compared: " + OPERANDS;
      case FilterLexer.NOT -> "give a condition, or IN, LIKE or BETWEEN after what is compared";
      case FilterLexer.COMMA -> "give another value";
      case FilterLexer.PLUS, FilterLexer.MINUS -> "give a duration: 90s, 15m, 12h, 7d or 2w";
      default ->
          token.getType() == FilterLexer.RIGHT
              ? "no parenthesis is open"
              : "join conditions by AND or OR, and close every parenthesis";
    };
  }

  private static String shown(String field, Token token) {
    return token.getType() == Token.EOF
        ? "the end of the " + (field.equals("order_by") ? "order" : "filter")
        : "'%s'".formatted(token.getText());
  }

  private static char quote(Token token) {
    return token.getText().charAt(0);
  }

  /** The word that was perhaps meant, as a question to be put behind the error. */
  static String didYouMean(String word, Stream<String> known) {
    String small = word.toLowerCase(Locale.ROOT);
    Optional<String> near =
        known
            .filter(candidate -> distance(small, candidate) <= NEAR)
            .min(Comparator.comparing(candidate -> distance(small, candidate)));
    return near.map(found -> "; did you mean %s?".formatted(found)).orElse("");
  }

  /** Levenshtein's distance: how many letters are added, taken away or changed. */
  private static int distance(String one, String other) {
    int[] last = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
      }
      last = row;
    }
    return last[other.length()];
  }
}
