package io.throughline.local;

import io.throughline.local.doctor.Doctor;
import io.throughline.local.doctor.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether the mesh is well. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Look whether the local mesh is well: services, databases and their settings, disk, schemas,"
          + " generation of the graph, cursors, quarantine, outbox. Changes nothing."
    },
    footer = {
      "",
      "Exit code: 0 when there is no error (there may be warnings), 3 when there is one.",
      "",
      "Examples:",
      "  ./throughline doctor",
      "  ./throughline doctor --output json"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int UNWELL = 3;

  @Mixin private MeshOptions options;

  @Override
  public Integer call() throws InterruptedException {
    List<Finding> findings = new Doctor(options.layout()).findings();
    if (options.json()) {
      System.out.println(Json.of(findings.stream().map(DoctorCommand::json).toList()));
    } else {
      findings.forEach(DoctorCommand::print);
    }
    return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR)
        ? UNWELL
        : 0;
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", finding.check());
    json.put("level", level(finding));
    json.put("message", finding.message());
    json.put("remedy", finding.remedy());
    return json;
  }

  private static void print(Finding finding) {
    System.out.printf("%-8s %-18s %s%n", level(finding), finding.check(), finding.message());
    if (!finding.remedy().isEmpty()) {
      System.out.printf("%-8s %-18s   -> %s%n", "", "", finding.remedy());
    }
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }
}
