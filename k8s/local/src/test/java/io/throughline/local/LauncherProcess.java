package io.throughline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The launcher as a user runs it: a process of its own, of which one sees what it prints. */
final class LauncherProcess {
  private static final Duration STARTUP = Duration.ofMinutes(3);

  private final Process process;
  private final Path output;

  private LauncherProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static LauncherProcess start(Path home, Path data, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-Dthroughline.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Launcher.class.getName()));
    command.addAll(List.of(arguments[0], "--data", data.toString()));
    command.addAll(List.of(arguments).subList(1, arguments.length));
    try {
      Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "launcher-", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new LauncherProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LauncherProcess awaitReady() {
    await()
        .atMost(STARTUP)
        .until(() -> output().contains("The mesh is ready.") || !process.isAlive());
    assertThat(output()).contains("The mesh is ready.");
    return this;
  }

  /** Waits for the process to end by itself. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(STARTUP.toSeconds(), TimeUnit.SECONDS)).as(output()).isTrue();
    return process.exitValue();
  }

  /** Kills it as the kernel does when memory runs out: nothing of it can react. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
