package io.throughline.local.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a short command to its end. */
final class Command {
  /** What came of a command: its exit code, and what it printed on both streams. */
  record Result(int code, String output) {
    boolean succeeded() {
      return code == 0;
    }
  }

  private Command() {}

  /**
   * Waits for the command. Its output goes through a file, since a server that it starts would keep
   * a pipe open. A program that does not exist counts as exit code 127, as in a shell.
   */
  static Result run(List<String> command) {
    try {
      Path output = Files.createTempFile("throughline-", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile())
                .start();
        return new Result(process.waitFor(), Files.readString(output, UTF_8).strip());
      } catch (IOException e) {
        return new Result(127, e.getMessage());
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresException("interrupted while waiting for " + command.get(0), e);
    }
  }
}
