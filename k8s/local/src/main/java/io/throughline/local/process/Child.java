package io.throughline.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A kind of child process: how it is started, and where its traces are.
 *
 * @param name what people call it
 * @param command the program and its arguments, among them the marker of the process file
 * @param environment variables that it gets beside the launcher's own
 * @param output the file that its standard output and error are appended to
 * @param processFile the file that names it while it runs
 */
public record Child(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path output,
    ProcessFile processFile) {
  private static final long LARGE_OUTPUT = 5_000_000;

  // A terminal sends Ctrl-C to every process in the foreground, but the launcher must end its
  // children in order: they ignore it, and what the shell ignores stays ignored after exec.
  private static final List<String> IGNORING_THE_TERMINAL =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  /** Starts the child. */
  Process start() {
    List<String> all = new ArrayList<>(IGNORING_THE_TERMINAL);
    all.addAll(command);
    try {
      rotateOutput();
      ProcessBuilder builder =
          new ProcessBuilder(all)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      remember(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** A child that could not be found again must not run. */
  private void remember(Process process) {
    try {
      processFile.write(process.toHandle());
    } catch (UncheckedIOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private void rotateOutput() throws IOException {
    Files.createDirectories(output.getParent());
    if (output.toFile().length() > LARGE_OUTPUT) {
      Path old = output.resolveSibling(output.getFileName() + ".1");
      Files.move(output, old, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
