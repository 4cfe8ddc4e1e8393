package io.throughline.local;

import io.throughline.local.mesh.MeshStatus;
import io.throughline.local.mesh.Part;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how each part of a mesh is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show each part of the mesh: state, process, address, uptime, resident memory.",
    footer = {
      "",
      "Exit code: 0 when every part is ready, 3 when one is not.",
      "",
      "Examples:",
      "  ./throughline status",
      "  ./throughline status --output json"
    })
final class StatusCommand implements Callable<Integer> {
  private static final int NOT_READY = 3;
  private static final long MEBIBYTE = 1024 * 1024;
  private static final String ROW = "%-18s %-9s %-8s %10s %10s  %s%n";

  @Mixin private MeshOptions options;

  @Override
  public Integer call() {
    List<Part> parts = MeshStatus.of(options.layout(), options.portBase()).parts();
    if (options.json()) {
      System.out.println(Json.of(parts.stream().map(StatusCommand::json).toList()));
    } else {
      print(parts);
    }
    return parts.stream().allMatch(part -> part.state() == Part.State.READY) ? 0 : NOT_READY;
  }

  private static Map<String, Object> json(Part part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", part.name());
    json.put("state", state(part));
    json.put("pid", part.pid().orElse(null));
    json.put("address", part.address());
    json.put("uptime_seconds", part.uptime().map(Duration::toSeconds).orElse(null));
    json.put(
        "resident_bytes",
        part.residentBytes().isPresent() ? part.residentBytes().getAsLong() : null);
    return json;
  }

  private static void print(List<Part> parts) {
    System.out.printf(ROW, "part", "state", "process", "uptime", "memory", "address");
    for (Part part : parts) {
      System.out.printf(
          ROW,
          part.name(),
          state(part),
          part.pid().map(String::valueOf).orElse("-"),
          part.uptime().map(StatusCommand::uptime).orElse("-"),
          memory(part.residentBytes()),
          part.address());
    }
    long total = parts.stream().mapToLong(part -> part.residentBytes().orElse(0)).sum();
    System.out.printf(ROW, "together", "", "", "", memory(OptionalLong.of(total)), "");
  }

  private static String state(Part part) {
    return part.state().name().toLowerCase(Locale.ROOT);
  }

  private static String uptime(Duration uptime) {
    return "%d:%02d:%02d"
        .formatted(uptime.toHours(), uptime.toMinutesPart(), uptime.toSecondsPart());
  }

  private static String memory(OptionalLong bytes) {
    return bytes.isPresent() ? bytes.getAsLong() / MEBIBYTE + " MiB" : "-";
  }
}
