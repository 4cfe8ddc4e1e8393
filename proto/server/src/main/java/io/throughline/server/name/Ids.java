package io.throughline.server.name;

/**
 * The rule that ids obey: letters, digits, {@code .}, {@code _}, {@code -}, from 1 to 128 of them.
 */
final class Ids {
  private static final int MAX_LENGTH = 128;

  private Ids() {}

  static void check(String id) {
    boolean good = !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(Ids::allowed);
    if (!good) {
      throw new IllegalArgumentException(
          "'%s' is no id; expected 1 to %d letters, digits, '.', '_' or '-'"
              .formatted(shorten(id), MAX_LENGTH));
    }
  }

  /** A text cut to what an error message may hold. */
  static String shorten(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }

  private static boolean allowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
