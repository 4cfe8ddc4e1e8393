package io.throughline.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How much memory processes take. */
public final class Memory {
  private Memory() {}

  /** The resident memory in bytes of a process and all its descendants; see {@link #of}. */
  public static OptionalLong ofTree(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(Memory::of)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .reduce(Long::sum);
  }

  /**
   * The resident memory in bytes of a process, of pages that it shares only its part where the
   * system tells it; nothing where the system tells nothing.
   */
  public static OptionalLong of(ProcessHandle process) {
    try {
      return kibibytes(process, "smaps_rollup", "Pss:");
    } catch (IOException e) {
      return fromPs(process);
    }
  }

  /**
   * The most resident memory in bytes that a process has had; what it has now where the system does
   * not tell.
   */
  public static OptionalLong mostOf(ProcessHandle process) {
    try {
      return kibibytes(process, "status", "VmHWM:");
    } catch (IOException e) {
      return fromPs(process);
    }
  }

  private static OptionalLong kibibytes(ProcessHandle process, String file, String name)
      throws IOException {
    return Files.readAllLines(Path.of("/proc", process.pid() + "", file), UTF_8).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  private static OptionalLong fromPs(ProcessHandle process) {
    try {
      Process ps =
          new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
      String kibibytes = new String(ps.getInputStream().readAllBytes(), UTF_8).strip();
      return kibibytes.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(1024 * Long.parseLong(kibibytes));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
