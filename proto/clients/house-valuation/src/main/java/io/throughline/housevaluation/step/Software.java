package io.throughline.housevaluation.step;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.tribuo.Tribuo;

/** Which code runs, and on what. */
final class Software {

  private static final String UNKNOWN = "unknown";

  private Software() {}

  /** The commit of the code, as git tells it where the pipeline is started. */
  static String commit() {
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "HEAD").start();
      String answer =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 ? answer : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }

  static Map<String, String> environment() {
    return Map.of(
        "java", Runtime.version().toString(),
        "tribuo", Tribuo.VERSION,
        "os", System.getProperty("os.name"),
        "architecture", System.getProperty("os.arch"));
  }
}
