package io.throughline.lineage.search;

import io.throughline.lineage.search.FilterParser.FilterContext;
import io.throughline.lineage.search.FilterParser.OrderContext;
import java.time.Instant;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;

/** Reads filters and orders. Every fault is a FILTER_INVALID with a column. */
final class Filters {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_TOKENS = 2_000;

  private Filters() {}

  /**
   * What a filter says.
   *
   * @param text the filter; blank for every run
   * @param now what {@code now()} means
   */
  static Formula formula(String text, Instant now) {
    FilterParser parser = parser("filter", text);
    FilterContext filter = parser.filter();
    return filter.disjunction() == null
        ? new Formula.And(List.of())
        : new FormulaReader("filter", now).formula(filter.disjunction());
  }

  /** An order; blank for the latest first. */
  static Order order(String text) {
    if (text.isBlank()) {
      return Order.LATEST_FIRST;
    }
    OrderContext order = parser("order_by", text).order();
    Operand operand = new OperandReader("order_by").operand(order.operand());
    if (operand instanceof Operand.Dataset) {
      throw FilterFault.at("order_by", 1, "runs cannot be sorted by datasets; a run may have many");
    }
    return new Order(operand, order.DESC() != null);
  }

  private static FilterParser parser(String field, String text) {
    FilterLexer lexer = new FilterLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    checkSize(field, tokens.getTokens());
    FilterParser parser = new FilterParser(tokens);
    parser.removeErrorListeners();
    parser.setErrorHandler(new FaultStrategy(field));
    return parser;
  }

  /** The parser descends once for a parenthesis and once for a NOT. */
  private static void checkSize(String field, List<Token> tokens) {
    int depth = 0;
    for (Token token : tokens) {
      boolean deeper = token.getType() == FilterLexer.LEFT || token.getType() == FilterLexer.NOT;
      depth += deeper ? 1 : token.getType() == FilterLexer.RIGHT ? -1 : 0;
      if (depth > MAX_DEPTH) {
        throw FilterFault.at(
            field,
            FaultStrategy.column(token),
            "more than %d parentheses and NOTs; take some away".formatted(MAX_DEPTH));
      }
    }
    if (tokens.size() > MAX_TOKENS) {
      throw FilterFault.at(
          field,
          FaultStrategy.column(tokens.get(MAX_TOKENS)),
          "more than %d words; ask in several steps".formatted(MAX_TOKENS));
    }
  }
}
