package io.throughline.lineage.search;

import io.throughline.lineage.search.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a filter into words. */
final class Lexer {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern OPERATOR = Pattern.compile("!=|<=|>=|=|<|>");

  private final String field;
  private final String text;
  private int at;

  private Lexer(String field, String text) {
    this.field = field;
    this.text = text;
  }

  static List<Token> tokens(String field, String text) {
    return new Lexer(field, text).all();
  }

  private List<Token> all() {
    List<Token> tokens = new ArrayList<>();
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        tokens.add(new Token(Kind.END, "", at + 1));
        return tokens;
      }
      tokens.add(next());
    }
  }

  private Token next() {
    char c = text.charAt(at);
    if (c == '\'') {
      return quoted(Kind.TEXT, '\'', "text");
    }
    if (c == '`') {
      return quoted(Kind.QUOTED_KEY, '`', "key");
    }
    for (Kind kind : List.of(Kind.WORD, Kind.NUMBER, Kind.OPERATOR)) {
      Matcher matcher = pattern(kind).matcher(text).region(at, text.length());
      if (matcher.lookingAt()) {
        Token token = new Token(kind, matcher.group(), at + 1);
        at = matcher.end();
        return token;
      }
    }
    throw FilterFault.at(
        field,
        at + 1,
        "'%s' is not expected here; put texts in single quotes and unusual keys in backticks"
            .formatted(c));
  }

  private static Pattern pattern(Kind kind) {
    return switch (kind) {
      case WORD -> WORD;
      case NUMBER -> NUMBER;
      default -> OPERATOR;
    };
  }

  /** Inside, the quote itself is written twice. */
  private Token quoted(Kind kind, char quote, String what) {
    int start = at++;
    StringBuilder content = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != quote) {
        content.append(c);
      } else if (at < text.length() && text.charAt(at) == quote) {
        content.append(quote);
        at++;
      } else {
        return new Token(kind, content.toString(), start + 1);
      }
    }
    throw FilterFault.at(
        field,
        start + 1,
        "the %s that begins here does not end; close it with %s".formatted(what, quote));
  }
}
