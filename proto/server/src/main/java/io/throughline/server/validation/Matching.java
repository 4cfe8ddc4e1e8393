package io.throughline.server.validation;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whether a text matches a pattern. It remembers some of the texts that did: the same names come
 * again with every event. Thread-safe.
 */
final class Matching implements Predicate<String> {
  private static final int PLACES = 256;
  private static final int LONGEST_REMEMBERED = 512;

  private final Pattern pattern;

  /** Each text has one place by its hash, where the last one stays; a lost write loses nothing. */
  private final String[] matched = new String[PLACES];

  Matching(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  @Override
  public boolean test(String text) {
    int hash = text.hashCode();
    int place = (hash ^ hash >>> 16) & PLACES - 1;
    if (text.equals(matched[place])) {
      return true;
    }
    boolean matches = pattern.matcher(text).find();
    if (matches && text.length() <= LONGEST_REMEMBERED) {
      matched[place] = text;
    }
    return matches;
  }
}
