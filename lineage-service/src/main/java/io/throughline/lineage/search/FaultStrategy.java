package io.throughline.lineage.search;

import io.throughline.lineage.search.FilterParser.ValueContext;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

/** Makes the first fault of a filter an error that points at its column and says what to do. */
final class FaultStrategy extends DefaultErrorStrategy {
  private final String field;

  FaultStrategy(String field) {
    this.field = field;
  }

  @Override
  public void recover(Parser parser, RecognitionException e) {
    throw fault(parser, e.getOffendingToken());
  }

  @Override
  public void reportError(Parser parser, RecognitionException e) {
    throw fault(parser, e.getOffendingToken());
  }

  @Override
  public Token recoverInline(Parser parser) {
    throw fault(parser, parser.getCurrentToken());
  }

  @Override
  public void sync(Parser parser) {
    // What does not fit fails where it stands; nothing is skipped.
  }

  private RuntimeException fault(Parser parser, Token token) {
    Token before = previous(parser, token);
    boolean unquoted =
        parser.getContext() instanceof ValueContext
            && before != null
            && before.getType() == FilterLexer.WORD;
    if (unquoted) {
      return FilterFault.at(
          field,
          column(before),
          "'%s' is not expected here; give a number, or a text in single quotes"
              .formatted(before.getText()));
    }
    return FilterFault.at(field, column(token), Hints.of(field, before, token));
  }

  private static Token previous(Parser parser, Token token) {
    for (int i = token.getTokenIndex() - 1; i >= 0; i--) {
      Token before = parser.getTokenStream().get(i);
      if (before.getChannel() == Token.DEFAULT_CHANNEL) {
        return before;
      }
    }
    return null;
  }

  /** From 1; counts characters (code points), line breaks too. */
  static int column(Token token) {
    return token.getStartIndex() + 1;
  }
}
