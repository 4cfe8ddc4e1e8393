package io.throughline.server.validation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words what is wrong with a text that does not match a pattern of the contract. */
final class PatternWords {
  private static final String ID = "[A-Za-z0-9._-]{1,128}";
  private static final String NUMBER = "[1-9][0-9]{0,17}";
  private static final String ID_WORDS = "1 to 128 letters, digits, '.', '_' or '-'";
  private static final Pattern ONE_CLASS =
      Pattern.compile("\\[A-Za-z0-9([^\\]A-Za-z0-9]*)]\\{(\\d+),(\\d+)}");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z(|)]+(/(\\{id}|\\{number}|[A-Za-z(|)]+))+(\\(/\\w+/\\{\\w+}\\)\\?)?");
  private static final int SHOWN = 100;

  private PatternWords() {}

  /**
   * What is wrong, and what would be right.
   *
   * @param text what does not match
   * @param pattern a regular expression of the contract
   * @param otherwise what is said of a pattern that has no words
   */
  static String of(String text, String pattern, String otherwise) {
    boolean optional = pattern.startsWith("^$|");
    String core = optional ? pattern.substring(3) : pattern;
    String form = form(core.replace("^", "").replace("$", ""));
    if (form == null) {
      return otherwise;
    }
    String found = text.isEmpty() ? "is empty; it" : "'%s'".formatted(shortened(text));
    return "%s must %s%s".formatted(found, form, optional ? ", or be empty" : "");
  }

  private static String form(String pattern) {
    Matcher oneClass = ONE_CLASS.matcher(pattern);
    if (oneClass.matches()) {
      return "be %s to %s %s"
          .formatted(oneClass.group(2), oneClass.group(3), letters(oneClass.group(1)));
    }
    String name = pattern.replace(ID, "{id}").replace(NUMBER, "{number}");
    for (String alternative : name.split("(?<=})\\|", -1)) {
      if (!NAME.matcher(alternative).matches()) {
        return null;
      }
    }
    return "have the form %s, where an id is %s"
        .formatted(name.replaceAll("(?<=})\\|", " or "), ID_WORDS);
  }

  private static String letters(String others) {
    StringBuilder words = new StringBuilder("letters, digits");
    for (int i = 0; i < others.length(); i++) {
      words.append(i + 1 < others.length() ? ", '" : " or '").append(others.charAt(i)).append('\'');
    }
    return words.toString();
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
