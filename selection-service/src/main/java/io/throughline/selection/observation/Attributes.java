package io.throughline.selection.observation;

import java.util.HashMap;
import java.util.Map;

/** Attributes of a unit as one text, in the order in which they were given. */
final class Attributes {
  private static final char BETWEEN = '\u001e';
  private static final char WITHIN = '\u001f';

  private Attributes() {}

  /** Adds an attribute to a text; an unknown value, which is empty, is left out. */
  static void append(StringBuilder text, String key, String value) {
    if (!value.isEmpty()) {
      if (text.length() > 0) {
        text.append(BETWEEN);
      }
      text.append(key).append(WITHIN).append(value.replace(BETWEEN, ' ').replace(WITHIN, ' '));
    }
  }

  static Map<String, String> parse(String text) {
    Map<String, String> attributes = new HashMap<>();
    int start = 0;
    while (start < text.length()) {
      int within = text.indexOf(WITHIN, start);
      int end = text.indexOf(BETWEEN, within);
      int stop = end < 0 ? text.length() : end;
      attributes.put(text.substring(start, within), text.substring(within + 1, stop));
      start = stop + 1;
    }
    return attributes;
  }
}
