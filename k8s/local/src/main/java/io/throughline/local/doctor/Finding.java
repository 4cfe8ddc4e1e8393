package io.throughline.local.doctor;

/**
 * What a check has found.
 *
 * @param check what was looked at: one word for programs
 * @param level how it is
 * @param message what was seen, in a sentence
 * @param remedy what to do; empty where nothing is
 */
public record Finding(String check, Level level, String message, String remedy) {

  /** How something is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Works, and somebody should look at it. */
    WARNING,
    /** Does not keep what is promised. */
    ERROR
  }

  static Finding ok(String check, String message) {
    return new Finding(check, Level.OK, message, "");
  }

  static Finding warning(String check, String message, String remedy) {
    return new Finding(check, Level.WARNING, message, remedy);
  }

  static Finding error(String check, String message, String remedy) {
    return new Finding(check, Level.ERROR, message, remedy);
  }
}
