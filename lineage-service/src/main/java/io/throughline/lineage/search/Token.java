package io.throughline.lineage.search;

/**
 * A word of a filter.
 *
 * @param kind what it is
 * @param text its content, without quotes
 * @param column where it begins, from 1
 */
record Token(Kind kind, String text, int column) {

  /** The kinds of words. */
  enum Kind {
    /** A word such as {@code metrics.rmse}; the dots stand in it. */
    WORD,
    /** A key in backticks. */
    QUOTED_KEY,
    /** A text in single quotes. */
    TEXT,
    /** A number. */
    NUMBER,
    /** {@code =, !=, <, <=, >, >=}. */
    OPERATOR,
    /** Nothing more. */
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  /** How it is called in an error. */
  String shown() {
    return kind == Kind.END ? "the end" : "'" + text + "'";
  }
}
